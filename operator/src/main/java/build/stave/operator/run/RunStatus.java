package build.stave.operator.run;

import build.stave.crds.job.Outcome;
import build.stave.crds.v1alpha1.Condition;
import build.stave.crds.v1alpha1.Failure;
import build.stave.crds.v1alpha1.ImageBuildRun;
import build.stave.crds.v1alpha1.ImageBuildRunStatus;
import build.stave.crds.v1alpha1.ImageBuildRunStatus.Phase;
import build.stave.crds.v1alpha1.ImageStatus;
import build.stave.crds.v1alpha1.SourceStatus;
import build.stave.operator.run.job.JobConfigMap;
import build.stave.operator.run.progress.Observation;
import build.stave.operator.run.progress.Progress;
import build.stave.operator.run.progress.Progress.Cancelled;
import build.stave.operator.run.progress.Progress.Failed;
import build.stave.operator.run.progress.Progress.Succeeded;
import build.stave.operator.run.progress.Progress.Waiting;
import build.stave.operator.run.progress.Progress.Working;
import build.stave.operator.run.progress.Reason;
import build.stave.operator.run.progress.Report;
import build.stave.operator.status.Conditions;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The status that a run is to have. */
final class RunStatus {
  private RunStatus() {}

  /**
   * The status; equal to the present one where nothing changed.
   *
   * @param job name of the Job; null before there is one
   */
  static ImageBuildRunStatus of(
      ImageBuildRun run, Report report, @Nullable String job, Clock clock) {
    ImageBuildRunStatus before = Observation.statusOf(run);
    Optional<Outcome> said = report.said();
    String started =
        before.startTime() == null ? report.started().orElse(null) : before.startTime();
    Phase phase = phase(report.progress(), started != null);
    var steps = said.map(Outcome::steps).orElse(List.of());
    return new ImageBuildRunStatus(
        run.getMetadata().getGeneration(),
        phase,
        conditions(run, before, report.progress(), clock),
        started,
        phase.isFinal()
            ? report
                .ended()
                .orElseGet(() -> clock.instant().truncatedTo(ChronoUnit.SECONDS).toString())
            : null,
        said.map(Outcome::isolation).orElse(before.isolation()),
        source(run, before, said),
        job,
        failedPods(before, report),
        steps.isEmpty() ? before.steps() : steps,
        image(report.progress()),
        failure(report.progress()));
  }

  private static Phase phase(Progress progress, boolean started) {
    return switch (progress) {
      case Waiting _ -> started ? Phase.Running : Phase.Pending;
      case Working _ -> Phase.Running;
      case Succeeded _ -> Phase.Succeeded;
      case Failed _ -> Phase.Failed;
      case Cancelled _ -> Phase.Cancelled;
    };
  }

  private static List<Condition> conditions(
      ImageBuildRun run, ImageBuildRunStatus before, Progress progress, Clock clock) {
    var conditions = new Conditions(before.conditions(), run.getMetadata().getGeneration(), clock);
    return switch (progress) {
      case Waiting(Reason reason, String message) -> conditions.progressing(reason.name(), message);
      case Working(Reason reason, String message) -> conditions.progressing(reason.name(), message);
      case Succeeded(ImageStatus image) ->
          conditions.ready(Reason.Succeeded.name(), image.reference());
      case Failed(Failure failure) -> conditions.stalled(failure.reason(), failure.message());
      case Cancelled _ -> conditions.stalled(Reason.Cancelled.name(), "the run was cancelled");
    };
  }

  /** What is built is settled once it is known; a name of a branch may come with it. */
  private static @Nullable SourceStatus source(
      ImageBuildRun run, ImageBuildRunStatus before, Optional<Outcome> said) {
    SourceStatus reported = said.map(Outcome::source).orElse(before.source());
    String pinned = JobConfigMap.pinned(run);
    return reported == null && pinned != null ? new SourceStatus(pinned, null) : reported;
  }

  private static @Nullable Integer failedPods(ImageBuildRunStatus before, Report report) {
    int failed =
        Math.max(report.failedPods(), before.failedPods() == null ? 0 : before.failedPods());
    return failed == 0 ? null : failed;
  }

  private static @Nullable ImageStatus image(Progress progress) {
    return progress instanceof Succeeded(ImageStatus image) ? image : null;
  }

  private static @Nullable Failure failure(Progress progress) {
    return progress instanceof Failed(Failure failure) ? failure : null;
  }
}
