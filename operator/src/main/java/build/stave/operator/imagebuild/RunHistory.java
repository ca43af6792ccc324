package build.stave.operator.imagebuild;

import build.stave.crds.v1alpha1.Durations;
import build.stave.crds.v1alpha1.History;
import build.stave.crds.v1alpha1.ImageBuildRunStatus.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which finished runs are kept.
 *
 * @param obsolete runs that are to be deleted
 * @param nextExpiry when another run will have been kept long enough
 */
record RunHistory(List<Run> obsolete, Optional<Instant> nextExpiry) {
  static RunHistory of(OwnRuns runs, @Nullable History asked, Instant now) {
    int keptSucceeded = asked == null ? History.DEFAULT_LIMIT : asked.succeeded();
    int keptFailed = asked == null ? History.DEFAULT_LIMIT : asked.failed();
    Optional<Duration> ttl = Optional.ofNullable(asked).map(History::ttl).map(Durations::parse);
    var obsolete = new ArrayList<Run>();
    Optional<Instant> next = Optional.empty();
    int succeeded = 0;
    int failed = 0;
    for (Run run : runs.newestFirst()) {
      boolean beyond =
          switch (run.phase()) {
            case Succeeded -> ++succeeded > keptSucceeded;
            case Failed, Cancelled -> ++failed > keptFailed;
            case Pending, Running -> false;
          };
      boolean stays =
          run.isActive()
              || runs.latest().equals(Optional.of(run))
              || (run.phase() == Phase.Succeeded && succeeded == 1);
      Optional<Instant> expiry = ttl.flatMap(time -> run.completed().map(end -> end.plus(time)));
      if (stays) {
        continue;
      }
      if (beyond || expiry.filter(end -> !end.isAfter(now)).isPresent()) {
        obsolete.add(run);
      } else if (expiry.isPresent()) {
        next = next.filter(known -> known.isBefore(expiry.get())).or(() -> expiry);
      }
    }
    return new RunHistory(List.copyOf(obsolete), next);
  }
}
