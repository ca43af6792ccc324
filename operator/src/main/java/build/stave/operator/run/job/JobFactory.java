package build.stave.operator.run.job;

import build.stave.crds.job.JobExit;
import build.stave.crds.v1alpha1.Durations;
import build.stave.crds.v1alpha1.ImageBuildRun;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicy;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyBuilder;
import java.time.Duration;

/**
 * The Job of a run. It carries the deadline and the retries, of which only faults that may pass
 * count.
 */
public final class JobFactory {
  /** The outcome is in the run's status long before. */
  private static final Duration KEPT = Duration.ofHours(1);

  private JobFactory() {}

  /** The Job; the same for the same run and settings. */
  public static Job of(ImageBuildRun run, BuilderSettings settings) {
    var build = run.getSpec().build();
    return new JobBuilder()
        .withMetadata(RunObjects.metadata(run))
        .withNewSpec()
        .withBackoffLimit(build.retries())
        .withActiveDeadlineSeconds(Durations.parse(build.timeout()).toSeconds())
        .withTtlSecondsAfterFinished((int) KEPT.toSeconds())
        // Never two builders of one run at once.
        .withPodReplacementPolicy("Failed")
        .withPodFailurePolicy(failurePolicy())
        .withTemplate(PodTemplate.of(run, settings))
        .endSpec()
        .build();
  }

  private static PodFailurePolicy failurePolicy() {
    return new PodFailurePolicyBuilder()
        .addNewRule()
        .withAction("Ignore")
        .addNewOnPodCondition("True", "DisruptionTarget")
        .endRule()
        .addNewRule()
        .withAction("FailJob")
        .withNewOnExitCodes()
        .withOperator("In")
        .withValues(JobExit.USER, JobExit.CONFIGURATION)
        .endOnExitCodes()
        .endRule()
        .build();
  }
}
