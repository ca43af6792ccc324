package build.stave.operator.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import build.stave.crds.job.Outcome;
import build.stave.crds.v1alpha1.Condition;
import build.stave.crds.v1alpha1.FailureClass;
import build.stave.crds.v1alpha1.ImageBuildRun;
import build.stave.crds.v1alpha1.ImageBuildRunStatus;
import build.stave.crds.v1alpha1.ImageBuildRunStatus.Phase;
import build.stave.crds.v1alpha1.ImageStatus;
import build.stave.crds.v1alpha1.Isolation;
import build.stave.crds.v1alpha1.SourceStatus;
import build.stave.crds.v1alpha1.StepStatus;
import build.stave.operator.run.progress.Failures;
import build.stave.operator.run.progress.Progress;
import build.stave.operator.run.progress.Progress.Failed;
import build.stave.operator.run.progress.Progress.Succeeded;
import build.stave.operator.run.progress.Progress.Waiting;
import build.stave.operator.run.progress.Progress.Working;
import build.stave.operator.run.progress.Reason;
import build.stave.operator.run.progress.Report;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RunStatusTest {
  private static final Clock CLOCK = at("2026-01-31T12:00:10Z");
  private static final Clock LATER = at("2026-01-31T13:00:00Z");
  private static final String BEGAN = "2026-01-31T12:00:05Z";
  private static final SourceStatus SOURCE =
      new SourceStatus("0123456789abcdef0123456789abcdef01234567", "main");
  private static final StepStatus STEP = new StepStatus(null, "RUN make", 12, null, null);
  private static final ImageStatus IMAGE =
      new ImageStatus("registry.example.com/team-a/shop", "sha256:00", List.of("latest"), 5, 1);

  private static Clock at(String time) {
    return Clock.fixed(Instant.parse(time), ZoneOffset.UTC);
  }

  private static Report report(Progress progress, @Nullable String started, int failedPods) {
    return new Report(
        progress,
        Optional.of(new Outcome(SOURCE, Isolation.Nested, List.of(STEP), null, null)),
        Optional.ofNullable(started),
        Optional.empty(),
        failedPods);
  }

  private static ImageBuildRun run(ImageBuildRunStatus status) {
    return TestRuns.run("git", status);
  }

  @Test
  void theSameReportGivesTheSameStatus() {
    Report report = report(new Working(Reason.Building, "pod a builds"), BEGAN, 1);
    ImageBuildRunStatus first = RunStatus.of(TestRuns.run("git"), report, "shop-7", CLOCK);

    assertThat(RunStatus.of(run(first), report, "shop-7", LATER)).isEqualTo(first);
    assertThat(first.phase()).isEqualTo(Phase.Running);
    assertThat(first.failedPods()).isEqualTo(1);
    assertThat(first.completionTime()).isNull();
  }

  @Test
  void whatWasSeenOfAPodStaysWhenItIsGone() {
    Report seen = report(new Working(Reason.Building, "pod a builds"), BEGAN, 1);
    ImageBuildRun run = run(RunStatus.of(TestRuns.run("git"), seen, "shop-7", CLOCK));

    ImageBuildRunStatus status =
        RunStatus.of(
            run, Report.without(new Waiting(Reason.Retrying, "another pod")), "shop-7", LATER);

    assertThat(status.phase()).isEqualTo(Phase.Running);
    assertThat(status.startTime()).isEqualTo(BEGAN);
    assertThat(status.source()).isEqualTo(SOURCE);
    assertThat(status.steps()).containsExactly(STEP);
    assertThat(status.failedPods()).isEqualTo(1);
    assertThat(status.isolation()).isEqualTo(Isolation.Nested);
  }

  @Test
  void successIsReady() {
    ImageBuildRunStatus status =
        RunStatus.of(TestRuns.run("git"), report(new Succeeded(IMAGE), BEGAN, 0), "shop-7", CLOCK);

    assertThat(status.phase()).isEqualTo(Phase.Succeeded);
    assertThat(status.image()).isEqualTo(IMAGE);
    assertThat(status.completionTime()).isEqualTo("2026-01-31T12:00:10Z");
    assertThat(status.failedPods()).isNull();
    assertThat(status.conditions())
        .containsExactly(
            new Condition(
                "Ready",
                Condition.Status.True,
                "Succeeded",
                "registry.example.com/team-a/shop@sha256:00",
                "2026-01-31T12:00:10Z",
                1));
  }

  @Test
  void failureStalls() {
    var failure = Failures.of(FailureClass.User, Reason.BuilderFailed, "it failed");
    ImageBuildRunStatus status =
        RunStatus.of(TestRuns.run("git"), Report.without(new Failed(failure)), "shop-7", CLOCK);

    assertThat(status.phase()).isEqualTo(Phase.Failed);
    assertThat(status.failure()).isEqualTo(failure);
    assertThat(status.conditions())
        .extracting(Condition::type, Condition::reason, Condition::message)
        .containsExactly(
            tuple("Ready", "BuilderFailed", "it failed"),
            tuple("Stalled", "BuilderFailed", "it failed"));
  }

  @Test
  void aPinnedCommitIsTheSource() {
    ImageBuildRunStatus status =
        RunStatus.of(
            TestRuns.run("all"),
            Report.without(new Waiting(Reason.Pending, "a pod is being made")),
            null,
            CLOCK);

    assertThat(status.phase()).isEqualTo(Phase.Pending);
    assertThat(status.source())
        .isEqualTo(new SourceStatus("0123456789abcdef0123456789abcdef01234567", null));
  }
}
