package build.stave.job;

import build.stave.archive.Bytes;
import build.stave.cache.CacheSettings;
import build.stave.crds.v1alpha1.Arg;
import build.stave.crds.v1alpha1.Cache;
import build.stave.crds.v1alpha1.DockerfileRef;
import build.stave.crds.v1alpha1.Git;
import build.stave.crds.v1alpha1.ImageBuildSpec;
import build.stave.crds.v1alpha1.Source;
import build.stave.engine.BuildRequest;
import build.stave.engine.BuildRequest.DockerfileSource;
import build.stave.engine.Output;
import build.stave.layer.LayerCompression;
import build.stave.oci.Digest;
import build.stave.oci.Platform;
import build.stave.problem.Problem;
import build.stave.reference.ImageReference;
import build.stave.source.ContextSpec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Says in the engine's words what an ImageBuild asks for. */
public final class SpecReader {
  private final String title;
  private final ImageBuildSpec spec;
  private final ClusterObjects objects;

  /**
   * A reader of one spec.
   *
   * @param title what a person calls the resource, such as its file
   */
  public SpecReader(String title, ImageBuildSpec spec, ClusterObjects objects) {
    this.title = title;
    this.spec = spec;
    this.objects = objects;
  }

  /**
   * The request.
   *
   * @param commit that is built whatever the branch or tag is at; null for what they are at
   * @param names of the image
   * @param outputs where it goes
   * @throws build.stave.problem.StaveException where the spec, or an object that it names, is wrong
   */
  public BuildRequest request(
      @Nullable String commit, List<ImageReference> names, List<Output> outputs) {
    SortedMap<String, String> args = new TreeMap<>();
    for (Arg arg : spec.args()) {
      String value = arg.value();
      args.put(arg.name(), value == null ? objects.argument(arg) : value);
    }
    Map<String, String> contexts = new LinkedHashMap<>();
    spec.contexts().forEach(named -> contexts.put(named.name(), named.value()));
    String platform = spec.platform();
    return new BuildRequest(
        source(commit),
        added(),
        spec.contextDir() == null ? "" : spec.contextDir(),
        dockerfile(),
        spec.target(),
        args,
        platform == null ? Platform.local() : Platform.parse(platform),
        contexts,
        new TreeMap<>(spec.output().labels()),
        new TreeMap<>(spec.output().annotations()),
        objects.secrets(spec.secrets()),
        objects.agents(spec.ssh()),
        names,
        outputs,
        LayerCompression.GZIP,
        cache(names),
        Duration.ZERO);
  }

  /**
   * The git context.
   *
   * @param commit as in {@link #request}
   */
  static ContextSpec.Git git(Git git, @Nullable String commit) {
    String ref = commit == null ? reference(git.ref()) : commit;
    return new ContextSpec.Git(git.url(), ref, "", null, false, git.fetchesSubmodules(), false);
  }

  private static String reference(Git.@Nullable Ref ref) {
    if (ref == null) {
      return "";
    }
    if (ref.commit() != null) {
      return ref.commit();
    }
    return ref.tag() != null ? "refs/tags/" + ref.tag() : "refs/heads/" + ref.branch();
  }

  private BuildRequest.Source source(@Nullable String commit) {
    Source source = spec.source();
    if (source.git() != null) {
      return new BuildRequest.Source.Spec(git(source.git(), commit));
    }
    if (source.http() != null) {
      String checksum = source.http().checksum();
      return new BuildRequest.Source.Spec(
          new ContextSpec.Archive(
              source.http().url(), checksum == null ? null : Digest.parse(checksum)));
    }
    if (source.oci() != null) {
      return new BuildRequest.Source.Artifact(ImageReference.parse(source.oci().image()));
    }
    if (source.inline() != null) {
      return inline(source.inline());
    }
    throw Problem.user(title + ": spec.source names no source")
        .fix("set one of git, http, oci and inline")
        .exception();
  }

  /** An inline cache is looked for where the image goes. */
  private CacheSettings cache(List<ImageReference> names) {
    Cache cache = spec.cache();
    if (cache == null) {
      return CacheSettings.NONE;
    }
    Cache.Registry registry = cache.registry();
    Cache.Volume volume = cache.volume();
    List<ImageReference> readFrom = new ArrayList<>();
    if (registry != null) {
      registry.readFrom().forEach(text -> readFrom.add(ImageReference.parse(text)));
    }
    if (cache.describesImage()) {
      readFrom.addAll(names);
    }
    return new CacheSettings(
        registry == null ? null : written(registry),
        readFrom,
        cache.describesImage(),
        volume == null ? null : volume.scope(),
        volume == null ? List.of() : volume.readFrom(),
        cache.buildsAnew());
  }

  private ImageReference written(Cache.Registry registry) {
    return registry.ref() == null
        ? ImageReference.parse(spec.output().image() + ":" + Cache.Registry.DEFAULT_TAG)
        : ImageReference.parse(registry.ref());
  }

  private static BuildRequest.Source inline(Source.Inline inline) {
    SortedMap<String, Bytes> files = new TreeMap<>();
    if (inline.files() != null) {
      inline.files().forEach((name, text) -> files.put(name, bytes(text)));
    }
    if (inline.binaryFiles() != null) {
      inline.binaryFiles().forEach((name, bytes) -> files.put(name, Bytes.of(bytes)));
    }
    return new BuildRequest.Source.Inline(files, Set.copyOf(inline.executable()));
  }

  private SortedMap<String, Path> added() {
    SortedMap<String, Path> files = new TreeMap<>();
    for (Source.AddedFiles added : spec.source().files()) {
      String folder = added.path() == null ? "" : added.path() + "/";
      objects.files(added).forEach((key, file) -> files.put(folder + key, file));
    }
    return files;
  }

  private DockerfileSource dockerfile() {
    DockerfileRef dockerfile = spec.dockerfile();
    if (dockerfile != null && dockerfile.inline() != null) {
      return new DockerfileSource.Inline(
          title + " (spec.dockerfile.inline)", bytes(dockerfile.inline()), null);
    }
    return new DockerfileSource.InContext(
        dockerfile == null || dockerfile.path() == null ? "Dockerfile" : dockerfile.path());
  }

  private static Bytes bytes(String text) {
    return Bytes.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
