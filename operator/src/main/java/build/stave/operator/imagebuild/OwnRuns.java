package build.stave.operator.imagebuild;

import build.stave.crds.v1alpha1.ImageBuild;
import build.stave.crds.v1alpha1.ImageBuildRunStatus.Phase;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The runs that were started for one ImageBuild, newest first. Runs made by hand are none of them,
 * whatever label they have: they have no owner, or no number.
 */
record OwnRuns(List<Run> newestFirst) {
  private static final Comparator<Run> NEWEST_FIRST =
      Comparator.comparingLong(Run::number).reversed();

  static OwnRuns of(ImageBuild build, Collection<KnownRun> runs) {
    return sorted(runs.stream().filter(run -> isOwned(build, run)).map(Run::new));
  }

  private static OwnRuns sorted(Stream<Run> runs) {
    return new OwnRuns(runs.sorted(NEWEST_FIRST).toList());
  }

  /** Whether a run was started for that very ImageBuild, and not for one of its name before it. */
  static boolean isOwned(ImageBuild build, KnownRun run) {
    return new Run(run).number() > 0
        && run.getMetadata().getOwnerReferences().stream()
            .anyMatch(
                owner ->
                    Boolean.TRUE.equals(owner.getController())
                        && owner.getUid().equals(build.getMetadata().getUid()));
  }

  /** These and one that the cache does not have yet. */
  OwnRuns with(KnownRun run) {
    var added = new Run(run);
    return sorted(
        Stream.concat(
            Stream.of(added),
            newestFirst.stream().filter(old -> !old.name().equals(added.name()))));
  }

  Optional<Run> latest() {
    return newestFirst.stream().findFirst();
  }

  /** The newest that has not ended. */
  Optional<Run> active() {
    return newestFirst.stream().filter(Run::isActive).findFirst();
  }

  Optional<Run> latestSucceeded() {
    return newestFirst.stream().filter(run -> run.phase() == Phase.Succeeded).findFirst();
  }
}
