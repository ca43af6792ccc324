package build.stave.operator.imagebuild;

import build.stave.crds.v1alpha1.Trigger;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is to be done for an ImageBuild now. */
sealed interface Decision {

  /**
   * A run is to be started.
   *
   * @param trigger why
   * @param commit to build, where it is known
   */
  record Start(Trigger trigger, @Nullable String commit) implements Decision {}

  /** A run is to be started, as soon as the source was looked at. */
  record LookFirst() implements Decision {}

  /**
   * A run is to be started when the look that is under way has ended.
   *
   * @param until when it is started without
   */
  record AwaitLook(Instant until) implements Decision {}

  /** A run builds what nobody wishes for any more. */
  record Supersede(Run run) implements Decision {}

  /** A run has to end first. */
  record AwaitRun(Run run) implements Decision {}

  /** Nothing. */
  record Idle() implements Decision {}
}
