package build.stave.operator.imagebuild;

import build.stave.crds.v1alpha1.Condition;
import build.stave.crds.v1alpha1.Durations;
import build.stave.crds.v1alpha1.Git;
import build.stave.crds.v1alpha1.ImageBuild;
import build.stave.crds.v1alpha1.ImageBuildStatus;
import build.stave.crds.v1alpha1.ImageBuildStatus.Watch;
import build.stave.crds.v1alpha1.Triggers;
import build.stave.operator.git.Look;
import build.stave.operator.git.LookSchedule;
import build.stave.operator.git.Looked;
import build.stave.operator.status.Conditions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the source of an ImageBuild is watched.
 *
 * @param sight what is known of its commit
 * @param kept what the status keeps of it
 * @param state what the condition says of it
 * @param due when it is looked at next, unless that is under way
 */
record Watching(Sight sight, @Nullable Watch kept, Optional<State> state, Optional<Instant> due) {
  /** How long a run waits for a look. */
  static final Duration PATIENCE = Duration.ofSeconds(5);

  /** How old a look may be that a run is started with. */
  private static final Duration FRESH = Duration.ofSeconds(30);

  private static final Watching OFF =
      new Watching(new Sight.Unwatched(), null, Optional.empty(), Optional.empty());

  /** Whether the source is seen, and why not. */
  record State(boolean watched, String reason, String message) {}

  /** The git source that is to be watched, if any. */
  static Optional<Git> source(ImageBuild build) {
    return schedule(build).flatMap(_ -> Optional.ofNullable(build.getSpec().source().git()));
  }

  private static Optional<LookSchedule> schedule(ImageBuild build) {
    String uid = build.getMetadata().getUid();
    return Optional.ofNullable(build.getSpec().triggers())
        .filter(_ -> !build.getSpec().isSuspended())
        .map(Triggers::git)
        .map(git -> new LookSchedule(Durations.parse(git.interval()), uid));
  }

  /**
   * Puts together what is known.
   *
   * @param since when the look began that is under way
   * @param last look at this source that ended while this process ran
   */
  static Watching of(
      ImageBuild build, Optional<Instant> since, Optional<Looked> last, Instant now) {
    Optional<Git> source = source(build);
    if (source.isEmpty()) {
      return OFF;
    }
    LookSchedule schedule = schedule(build).orElseThrow();
    Watch before = before(build);
    Watch kept =
        last.map(looked -> watch(looked, before, schedule))
            .orElseGet(() -> before == null ? null : clamped(before, schedule, now));
    Optional<Instant> next =
        Optional.ofNullable(kept)
            .map(Watch::nextLook)
            .map(Instant::parse)
            .or(() -> Optional.of(now));
    return new Watching(
        sight(kept, since, last, now),
        kept,
        last.map(looked -> state(looked, source.get())).or(() -> state(build, kept)),
        since.isPresent() ? Optional.empty() : next);
  }

  /** How many looks in a row have failed. */
  int failures() {
    return kept == null || kept.failures() == null ? 0 : kept.failures();
  }

  /** What the status keeps, if it is about the source as it is now. */
  private static @Nullable Watch before(ImageBuild build) {
    ImageBuildStatus status = build.getStatus();
    return status != null && SpecHash.wish(build.getSpec()).equals(status.wish())
        ? status.watch()
        : null;
  }

  private static Watch watch(Looked looked, @Nullable Watch before, LookSchedule schedule) {
    String commit =
        switch (looked.look()) {
          case Look.Found(var found) -> found;
          case Look.Failed _ -> before == null ? null : before.commit();
        };
    Instant next = schedule.next(looked.at(), looked.failures());
    return new Watch(commit, text(next), looked.failures() == 0 ? null : looked.failures());
  }

  /** A next look that an interval set which was longer than it is now comes sooner. */
  private static Watch clamped(Watch before, LookSchedule schedule, Instant now) {
    int failures = before.failures() == null ? 0 : before.failures();
    boolean keeps =
        before.nextLook() != null
            && !Instant.parse(before.nextLook()).isAfter(schedule.latest(now, failures));
    return keeps
        ? before
        : new Watch(before.commit(), text(schedule.next(now, failures)), before.failures());
  }

  private static String text(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static Sight sight(
      @Nullable Watch kept, Optional<Instant> since, Optional<Looked> last, Instant now) {
    Optional<String> commit = Optional.ofNullable(kept).map(Watch::commit);
    if (since.isPresent()) {
      Instant until = since.get().plus(PATIENCE);
      return until.isAfter(now) ? new Sight.Looking(until) : new Sight.Overdue(commit);
    }
    if (last.filter(looked -> looked.at().plus(FRESH).isAfter(now)).isEmpty()) {
      return new Sight.Stale(commit);
    }
    return new Sight.Fresh(
        last.get().look() instanceof Look.Found(var found) ? Optional.of(found) : Optional.empty());
  }

  private static State state(Looked looked, Git source) {
    return switch (looked.look()) {
      case Look.Found(var commit) ->
          new State(true, "Watching", shown(source) + " is at " + commit);
      case Look.Failed(var reason, var message) -> new State(false, reason.name(), message);
    };
  }

  private static String shown(Git source) {
    Git.Ref ref = source.ref();
    if (ref == null) {
      return "the default branch";
    }
    return ref.branch() != null ? "branch " + ref.branch() : "tag " + ref.tag();
  }

  /** What was said before this process started stands until the next look. */
  private static Optional<State> state(ImageBuild build, @Nullable Watch kept) {
    return kept == null || build.getStatus() == null
        ? Optional.empty()
        : Conditions.find(build.getStatus().conditions(), Condition.SOURCE_WATCHED)
            .map(
                old ->
                    new State(old.status() == Condition.Status.True, old.reason(), old.message()));
  }
}
