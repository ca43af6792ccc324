package build.stave.operator.run.progress;

import build.stave.crds.v1alpha1.Failure;
import build.stave.crds.v1alpha1.ImageStatus;

/** How far a run is. */
public sealed interface Progress {
  /**
   * No container of it runs.
   *
   * @param reason what it waits for
   * @param message the same for people, with what to do
   */
  record Waiting(Reason reason, String message) implements Progress {}

  /** A container of it runs. */
  record Working(Reason reason, String message) implements Progress {}

  /** The image is in the registry. */
  record Succeeded(ImageStatus image) implements Progress {}

  /** It is over, without an image. */
  record Failed(Failure failure) implements Progress {}

  /** It was ended as asked. */
  record Cancelled() implements Progress {}
}
