package build.stave.cli;

import build.stave.archive.Bytes;
import build.stave.crds.v1alpha1.ImageBuild;
import build.stave.crds.v1alpha1.ImageBuildSpec;
import build.stave.engine.BuildRequest;
import build.stave.engine.BuildRequest.DockerfileSource;
import build.stave.engine.BuildRequest.Source;
import build.stave.oci.Digest;
import build.stave.problem.Location;
import build.stave.problem.Problem;
import build.stave.source.ContextSpec;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** An {@code ImageBuild} in a file: the same that {@code kubectl apply} takes. */
final class ResourceFile {
  private static final YAMLMapper MAPPER =
      YAMLMapper.builder(new YAMLFactory())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private final Path file;

  ResourceFile(Path file) {
    this.file = file;
  }

  /** The request that the resource describes; flags of the command line come on top of it. */
  BuildRequest request(Requests flags) throws IOException {
    ImageBuild resource = read();
    ImageBuildSpec spec = resource.spec();
    Source source = source(spec.source());
    SortedMap<String, String> args = new TreeMap<>();
    orEmpty(spec.args()).forEach(arg -> args.put(arg.name(), arg.value()));
    Map<String, String> contexts = new LinkedHashMap<>();
    orEmpty(spec.contexts()).forEach(named -> contexts.put(named.name(), named.value()));
    SortedMap<String, String> labels = new TreeMap<>();
    if (spec.output().labels() != null) {
      labels.putAll(spec.output().labels());
    }
    List<String> names = new ArrayList<>(flags.tags());
    if (names.isEmpty()) {
      List<String> tags = spec.output().tags();
      for (String tag : tags == null ? List.of("latest") : tags) {
        if (!tag.contains("{{")) {
          names.add(spec.output().image() + ":" + tag);
        }
      }
    }
    String target = flags.target() == null ? spec.target() : flags.target();
    return flags.request(
        source,
        spec.contextDir() == null ? "" : spec.contextDir(),
        dockerfile(spec),
        flags.names(names),
        target,
        flags.buildArgs(args),
        flags.contexts(contexts),
        flags.labels(labels),
        Path.of(resource.metadata().name() + ".oci"));
  }

  private ImageBuild read() throws IOException {
    String text;
    try {
      text = Files.readString(file);
    } catch (NoSuchFileException e) {
      throw Problem.user("there is no file " + file).exception(e);
    }
    ImageBuild resource;
    try {
      resource = MAPPER.readValue(text, ImageBuild.class);
    } catch (JacksonException e) {
      throw problem(e, text).exception(e);
    }
    if (!ImageBuild.API_VERSION.equals(resource.apiVersion())
        || !ImageBuild.KIND.equals(resource.kind())) {
      throw Problem.user(file + " holds a " + resource.apiVersion() + " " + resource.kind())
          .fix("stave build reads " + ImageBuild.API_VERSION + " " + ImageBuild.KIND)
          .exception();
    }
    return resource;
  }

  private Problem problem(JacksonException e, String text) {
    Problem problem = Problem.user(e.getOriginalMessage().lines().findFirst().orElse("malformed"));
    List<String> lines = text.lines().toList();
    if (e instanceof UnrecognizedPropertyException unknown) {
      // The parser is past the field by then, so the field is looked for.
      String name = unknown.getPropertyName();
      Pattern key = Pattern.compile("(^|[\\s{,\"'-])" + Pattern.quote(name) + "[\"']?\\s*:");
      for (int i = 0; i < lines.size(); i++) {
        if (key.matcher(lines.get(i)).find()) {
          return Problem.user("unknown field " + name)
              .at(new Location(file.toString(), i + 1, 0, lines.get(i)))
              .fix("known here are: " + known(unknown));
        }
      }
    }
    JsonLocation where = e.getLocation();
    if (where == null || where.getLineNr() < 1 || where.getLineNr() > lines.size()) {
      return problem;
    }
    int line = where.getLineNr();
    return problem.at(
        new Location(file.toString(), line, where.getColumnNr(), lines.get(line - 1)));
  }

  private static String known(UnrecognizedPropertyException unknown) {
    return unknown.getKnownPropertyIds().stream()
        .map(Object::toString)
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private Source source(ImageBuildSpec.Source source) {
    if (source.git() != null) {
      ImageBuildSpec.Ref ref = source.git().ref();
      String name =
          ref == null
              ? ""
              : ref.commit() != null
                  ? ref.commit()
                  : ref.tag() != null
                      ? "refs/tags/" + ref.tag()
                      : ref.branch() != null ? "refs/heads/" + ref.branch() : "";
      return new Source.Spec(ContextSpec.Git.of(source.git().url(), name));
    }
    if (source.http() != null) {
      String checksum = source.http().checksum();
      return new Source.Spec(
          new ContextSpec.Archive(
              source.http().url(), checksum == null ? null : Digest.parse(checksum)));
    }
    ImageBuildSpec.Inline inline = source.inline();
    if (inline == null) {
      throw Problem.user(file + ": spec.source names no source")
          .fix("set one of git, http and inline")
          .exception();
    }
    SortedMap<String, Bytes> files = new TreeMap<>();
    if (inline.files() != null) {
      inline
          .files()
          .forEach(
              (name, text) -> files.put(name, Bytes.of(text.getBytes(StandardCharsets.UTF_8))));
    }
    if (inline.binaryFiles() != null) {
      inline.binaryFiles().forEach((name, bytes) -> files.put(name, Bytes.of(bytes)));
    }
    return new Source.Inline(files, Set.copyOf(orEmpty(inline.executable())));
  }

  private DockerfileSource dockerfile(ImageBuildSpec spec) {
    ImageBuildSpec.Dockerfile dockerfile = spec.dockerfile();
    if (dockerfile != null && dockerfile.inline() != null) {
      return new DockerfileSource.Inline(
          file + " (spec.dockerfile.inline)",
          Bytes.of(dockerfile.inline().getBytes(StandardCharsets.UTF_8)),
          null);
    }
    return new DockerfileSource.InContext(
        dockerfile == null || dockerfile.path() == null ? "Dockerfile" : dockerfile.path());
  }

  private static <T> List<T> orEmpty(@org.jspecify.annotations.Nullable List<T> list) {
    return list == null ? List.of() : list;
  }
}
