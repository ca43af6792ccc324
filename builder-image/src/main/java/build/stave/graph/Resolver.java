package build.stave.graph;

import build.stave.oci.Digest;
import build.stave.oci.Platform;
import java.util.List;

/** What a plan has to know of the world outside of the Dockerfile. */
public interface Resolver {
  /**
   * The manifest a name stands for.
   *
   * @param reference image name, or {@code oci-layout://…}
   * @throws build.stave.problem.StaveException where there is none
   */
  ResolvedImage image(String reference, Platform platform);

  /**
   * What the selected files are: names, modes, owners and content, without times.
   *
   * @param patterns as {@link FileSource.Path#pattern()}
   * @param excludes of COPY and ADD, relative to each source
   * @param parents whether the sources' directories are kept
   * @throws build.stave.problem.StaveException where a source is missing
   */
  Digest content(
      Input.Context context, List<String> patterns, List<String> excludes, boolean parents);

  /**
   * What a file of the web is now: its name, time and content.
   *
   * @throws build.stave.problem.StaveException where it cannot be had
   */
  Digest download(String url);

  /**
   * The commit that a source of ADD is at now, full.
   *
   * @throws build.stave.problem.StaveException where there is none
   */
  String commit(FileSource.Git source);

  /**
   * Whether the ignore file keeps this path, and all below it, out of the build context.
   *
   * @param path relative to the context
   */
  default boolean ignored(String path) {
    return false;
  }
}
