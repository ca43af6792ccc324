package build.stave.corpus;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A builder under comparison. */
interface ImageBuilder {
  /**
   * Builds {@code prepared/Dockerfile} over {@code prepared/context} into an OCI layout, the image
   * named {@code corpus}.
   *
   * @throws BuildFailed with the builder's message
   */
  Path build(Path prepared, List<String> flags) throws IOException, InterruptedException;

  /** The builder refused the Dockerfile, or a step failed. */
  final class BuildFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BuildFailed(String message) {
      super(message);
    }
  }
}
