package build.stave.operator.imagebuild;

import build.stave.crds.v1alpha1.Condition;
import build.stave.crds.v1alpha1.ImageBuildStatus;
import build.stave.crds.v1alpha1.SourceStatus;
import build.stave.operator.status.Conditions;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was started last. The run itself says it, so that a crash between the creation of a run and
 * the status that tells of it changes nothing; the status says it where that run is gone.
 *
 * @param number of the run, 0 where there was none
 * @param name of the run
 * @param wish hash of what it was started for
 * @param settings hash of how it was to be done
 * @param request value of the annotation that was answered last
 * @param commit that it builds, or the one of the latest image where the run is gone
 * @param run if it is there
 * @param lost whether the run went away before it ended
 */
record Started(
    long number,
    @Nullable String name,
    @Nullable String wish,
    @Nullable String settings,
    @Nullable String request,
    Optional<String> commit,
    Optional<Run> run,
    boolean lost) {
  private static final Started NOTHING =
      new Started(0, null, null, null, null, Optional.empty(), Optional.empty(), false);

  static Started of(@Nullable ImageBuildStatus status, OwnRuns runs) {
    long told = status == null ? 0 : Objects.requireNonNullElse(status.latestRunNumber(), 0L);
    String request = status == null ? null : status.lastHandledRequest();
    Optional<Run> latest = runs.latest().filter(run -> run.number() >= told);
    if (latest.isPresent()) {
      Run run = latest.get();
      String answered = run.request() == null ? request : run.request();
      return new Started(
          run.number(),
          run.name(),
          run.wish(),
          run.settings(),
          answered,
          run.commit(),
          latest,
          false);
    }
    if (status == null || told == 0) {
      return NOTHING;
    }
    boolean lost = Conditions.find(status.conditions(), Condition.RECONCILING).isPresent();
    return new Started(
        told,
        status.latestRun(),
        status.wish(),
        status.settings(),
        request,
        Optional.ofNullable(status.source()).map(SourceStatus::commit),
        Optional.empty(),
        lost);
  }
}
