package build.stave.engine;

import build.stave.archive.Bytes;
import build.stave.cache.CacheSettings;
import build.stave.layer.LayerCompression;
import build.stave.oci.Platform;
import build.stave.reference.ImageReference;
import build.stave.source.ContextSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What to build.
 *
 * @param source where files come from
 * @param added files that are put into the source, by path in it; each is a file of this machine
 * @param contextDir folder in it that is the root of the context; empty for all of it
 * @param dockerfile where its text comes from
 * @param target stage to build; null for the last
 * @param buildArgs by name
 * @param platform of the image
 * @param contexts named contexts, as written: a folder, a URL, {@code docker-image://} or {@code
 *     oci-layout://}
 * @param labels added to the image
 * @param annotations of its manifest
 * @param secrets by id
 * @param ssh sockets of agents by id
 * @param names image names with tags, at least one
 * @param outputs where the image goes
 * @param compression of new layers
 * @param cache what it takes from earlier builds and leaves for later ones
 * @param timeout of the whole build; zero for none
 */
public record BuildRequest(
    Source source,
    SortedMap<String, Path> added,
    String contextDir,
    DockerfileSource dockerfile,
    @Nullable String target,
    SortedMap<String, String> buildArgs,
    Platform platform,
    Map<String, String> contexts,
    SortedMap<String, String> labels,
    SortedMap<String, String> annotations,
    Map<String, SecretSource> secrets,
    Map<String, Path> ssh,
    List<ImageReference> names,
    List<Output> outputs,
    LayerCompression compression,
    CacheSettings cache,
    Duration timeout) {

  /** Where the files of a build come from. */
  public sealed interface Source {
    /** A folder, a git repository, an archive. */
    record Spec(ContextSpec context) implements Source {}

    /**
     * Files at hand, by path.
     *
     * @param executable paths that get mode 0755 instead of 0644
     */
    record Inline(SortedMap<String, Bytes> files, Set<String> executable) implements Source {}

    /** An artifact in a registry: its layers are unpacked, or written under their titles. */
    record Artifact(ImageReference image) implements Source {}
  }

  /** Where the text of a Dockerfile comes from. */
  public sealed interface DockerfileSource {
    /** A path in the context. */
    record InContext(String path) implements DockerfileSource {}

    /**
     * A text that is at hand.
     *
     * @param name for messages
     * @param ignore {@code .dockerignore} rules that belong to it alone, or null
     */
    record Inline(String name, Bytes content, @Nullable Bytes ignore) implements DockerfileSource {}
  }
}
