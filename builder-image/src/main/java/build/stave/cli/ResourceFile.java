package build.stave.cli;

import build.stave.crds.v1alpha1.ApiVersion;
import build.stave.crds.v1alpha1.ImageBuildSpec;
import build.stave.engine.BuildRequest;
import build.stave.job.SpecReader;
import build.stave.problem.Location;
import build.stave.problem.Problem;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** An {@code ImageBuild} in a file: the same that {@code kubectl apply} takes. */
final class ResourceFile {
  private static final String KIND = "ImageBuild";
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
    Resource resource = read();
    ImageBuildSpec spec = resource.spec();
    List<String> names = new ArrayList<>(flags.tags());
    if (names.isEmpty()) {
      for (String tag : spec.output().tags()) {
        if (!tag.contains("{{")) {
          names.add(spec.output().image() + ":" + tag);
        }
      }
    }
    var reader = new SpecReader(file.toString(), spec, new FlagObjects(file.toString(), flags));
    return flags.request(
        reader.request(null, flags.names(names), List.of()),
        Path.of(resource.metadata().name() + ".oci"));
  }

  private Resource read() throws IOException {
    String text;
    try {
      text = Files.readString(file);
    } catch (NoSuchFileException e) {
      throw Problem.user("there is no file " + file).exception(e);
    }
    Resource resource;
    try {
      resource = MAPPER.readValue(text, Resource.class);
    } catch (JacksonException e) {
      throw problem(e, text).exception(e);
    }
    if (!ApiVersion.API_VERSION.equals(resource.apiVersion()) || !KIND.equals(resource.kind())) {
      throw Problem.user(file + " holds a " + resource.apiVersion() + " " + resource.kind())
          .fix("stave build reads " + ApiVersion.API_VERSION + " " + KIND)
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

  /** What the command reads of a resource. */
  private record Resource(String apiVersion, String kind, Name metadata, ImageBuildSpec spec) {
    /** The part of the metadata that matters here. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Name(String name) {}
  }
}
