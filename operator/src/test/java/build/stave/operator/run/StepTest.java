package build.stave.operator.run;

import static org.assertj.core.api.Assertions.assertThat;

import build.stave.crds.v1alpha1.ImageBuildRun;
import build.stave.crds.v1alpha1.ImageBuildRunSpec;
import build.stave.crds.v1alpha1.ImageBuildRunStatus;
import build.stave.crds.v1alpha1.ImageBuildRunStatus.Phase;
import build.stave.operator.run.job.JobFactory;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatusBuilder;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StepTest {
  private static final Job JOB = JobFactory.of(TestRuns.run("git"), TestRuns.SETTINGS);

  @Test
  void aRunWithoutAJobGetsOne() {
    assertThat(next(run(null, null, false), null)).isEqualTo(new Step.Create());
    assertThat(next(run(Phase.Pending, null, false), null)).isEqualTo(new Step.Create());
  }

  @Test
  void aJobIsFollowedWhoeverCreatedIt() {
    assertThat(next(run(null, null, false), JOB)).isEqualTo(new Step.Follow(JOB));
    assertThat(next(run(Phase.Running, "shop-7", false), JOB)).isEqualTo(new Step.Follow(JOB));
  }

  @Test
  void aJobThatIsGoneIsNotMadeAgain() {
    assertThat(next(run(Phase.Running, "shop-7", false), null)).isEqualTo(new Step.EndDeleted());
  }

  @Test
  void aCancelledRunEndsWhenItsJobIsGone() {
    assertThat(next(run(Phase.Running, "shop-7", true), JOB)).isEqualTo(new Step.Remove(JOB));
    assertThat(next(run(Phase.Running, "shop-7", true), null)).isEqualTo(new Step.EndCancelled());
    assertThat(next(run(null, null, true), null)).isEqualTo(new Step.EndCancelled());
  }

  @Test
  void whatWasPushedBeforeItWasCancelledIsSaid() {
    Job over =
        JOB.edit()
            .withStatus(
                new JobStatusBuilder()
                    .addNewCondition()
                    .withType("Complete")
                    .withStatus("True")
                    .endCondition()
                    .build())
            .build();
    assertThat(next(run(Phase.Running, "shop-7", true), over)).isEqualTo(new Step.Follow(over));
  }

  @ParameterizedTest
  @EnumSource(
      value = Phase.class,
      names = {"Succeeded", "Failed", "Cancelled"})
  void aFinishedRunRests(Phase phase) {
    assertThat(next(run(phase, "shop-7", false), JOB)).isEqualTo(new Step.Rest());
    assertThat(next(run(phase, "shop-7", true), null)).isEqualTo(new Step.Rest());
  }

  @Test
  void aRunThatIsBeingDeletedRests() {
    ImageBuildRun run = run(Phase.Running, "shop-7", false);
    run.getMetadata().setDeletionTimestamp("2026-01-31T12:00:00Z");
    assertThat(next(run, null)).isEqualTo(new Step.Rest());
  }

  private static Step next(ImageBuildRun run, @Nullable Job job) {
    return Step.next(run, Optional.ofNullable(job));
  }

  private static ImageBuildRun run(@Nullable Phase phase, @Nullable String job, boolean cancel) {
    ImageBuildRun run = TestRuns.run("git");
    ImageBuildRunSpec spec = run.getSpec();
    run.setSpec(
        new ImageBuildRunSpec(spec.build(), spec.number(), spec.commit(), spec.trigger(), cancel));
    run.setStatus(
        new ImageBuildRunStatus(
            1L, phase, List.of(), null, null, null, null, job, null, List.of(), null, null));
    return run;
  }
}
