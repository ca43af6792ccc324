package build.stave.operator.run.progress;

import build.stave.crds.v1alpha1.DockerfileRef;
import build.stave.crds.v1alpha1.Failure;
import build.stave.crds.v1alpha1.FailureClass;
import build.stave.crds.v1alpha1.ImageBuildRun;
import build.stave.crds.v1alpha1.StepStatus;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes failures that the builder could not say itself. */
public final class Failures {
  private static final String DOCKERFILE = "Dockerfile";

  private Failures() {}

  /** A failure that no step of the Dockerfile had. */
  public static Failure of(FailureClass failureClass, Reason reason, String message) {
    return new Failure(failureClass, reason.name(), message, null, null, null, null, null, null);
  }

  /** A failure in the middle of a step; the message begins with where that is. */
  static Failure at(
      ImageBuildRun run,
      Optional<StepStatus> step,
      FailureClass failureClass,
      Reason reason,
      String message,
      @Nullable Integer exitCode) {
    return step.map(
            s ->
                new Failure(
                    failureClass,
                    reason.name(),
                    place(run, s) + s.instruction() + ": " + message,
                    s.stage(),
                    s.instruction(),
                    s.line() == null ? null : file(run),
                    s.line(),
                    exitCode,
                    null))
        .orElseGet(
            () ->
                new Failure(
                    failureClass, reason.name(), message, null, null, null, null, exitCode, null));
  }

  private static String place(ImageBuildRun run, StepStatus step) {
    return step.line() == null ? "" : file(run) + ":" + step.line() + ": ";
  }

  private static String file(ImageBuildRun run) {
    DockerfileRef dockerfile = run.getSpec().build().dockerfile();
    return dockerfile == null || dockerfile.path() == null ? DOCKERFILE : dockerfile.path();
  }
}
