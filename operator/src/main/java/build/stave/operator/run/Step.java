package build.stave.operator.run;

import build.stave.crds.v1alpha1.ImageBuildRun;
import build.stave.crds.v1alpha1.ImageBuildRunStatus;
import build.stave.operator.run.progress.Observation;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Optional;

/** What is to be done for a run next. */
sealed interface Step {
  /** Nothing, ever again. */
  record Rest() implements Step {}

  /** Its Job is to be created. */
  record Create() implements Step {}

  /** Its Job is at work, or over: it is to be read. */
  record Follow(Job job) implements Step {}

  /** Its Job is to be removed with its pods. */
  record Remove(Job job) implements Step {}

  /** Its Job is gone, as was asked for. */
  record EndCancelled() implements Step {}

  /** Its Job is gone, and nobody asked for that. */
  record EndDeleted() implements Step {}

  /**
   * The step.
   *
   * @param job of this run, as the API server has it
   */
  static Step next(ImageBuildRun run, Optional<Job> job) {
    ImageBuildRunStatus status = Observation.statusOf(run);
    if (run.isMarkedForDeletion() || isFinished(run)) {
      return new Rest();
    }
    boolean cancelled = run.getSpec().isCancelled();
    if (job.isPresent()) {
      return cancelled && !Observation.isOver(job.get())
          ? new Remove(job.get())
          : new Follow(job.get());
    }
    if (cancelled) {
      return new EndCancelled();
    }
    return status.job() == null ? new Create() : new EndDeleted();
  }

  /** Whether the status is final. */
  static boolean isFinished(ImageBuildRun run) {
    var phase = Observation.statusOf(run).phase();
    return phase != null && phase.isFinal();
  }
}
