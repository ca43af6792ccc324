package build.stave.operator.imagebuild;

import build.stave.crds.v1alpha1.Annotations;
import build.stave.crds.v1alpha1.ImageBuild;
import build.stave.crds.v1alpha1.Trigger;
import build.stave.crds.v1alpha1.Trigger.Cause;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides what an ImageBuild needs, from what is there and nothing else. */
final class Decisions {
  private static final int DETAIL_LIMIT = 1024;

  private Decisions() {}

  static Decision decide(ImageBuild build, OwnRuns runs, Started started, Sight sight) {
    boolean suspended = build.getSpec().isSuspended();
    Optional<Run> active = runs.active();
    if (active.isPresent()) {
      Run run = active.get();
      boolean obsolete = !run.wish().equals(SpecHash.wish(build.getSpec()));
      return obsolete && !suspended && !run.isCancelled()
          ? new Decision.Supersede(run)
          : new Decision.AwaitRun(run);
    }
    if (suspended) {
      return new Decision.Idle();
    }
    return wanted(build, started)
        .map(trigger -> start(trigger, sight))
        .orElseGet(() -> follow(started, sight));
  }

  /** Why a run is wanted whatever the source is at. */
  private static Optional<Trigger> wanted(ImageBuild build, Started started) {
    if (isSpecOpen(build, started)) {
      return Optional.of(
          new Trigger(Cause.Spec, "generation " + build.getMetadata().getGeneration()));
    }
    String request = request(build);
    return request == null || request.equals(started.request())
        ? Optional.empty()
        : Optional.of(new Trigger(Cause.Request, shortened(request)));
  }

  private static boolean isSpecOpen(ImageBuild build, Started started) {
    return !SpecHash.wish(build.getSpec()).equals(started.wish())
        || started.lost()
        || started.run().filter(run -> isRepeated(build, run)).isPresent();
  }

  /** Whether a run that ended is to be done again for the same wish. */
  private static boolean isRepeated(ImageBuild build, Run run) {
    return switch (run.phase()) {
      case Failed -> !run.settings().equals(SpecHash.settings(build.getSpec()));
      // The wish is what it was before it was changed and the run cancelled for that.
      case Cancelled -> run.isSuperseded();
      case Pending, Running, Succeeded -> false;
    };
  }

  private static Decision start(Trigger trigger, Sight sight) {
    return switch (sight) {
      case Sight.Unwatched _, Sight.Overdue _ -> new Decision.Start(trigger, null);
      case Sight.Stale _ -> new Decision.LookFirst();
      case Sight.Looking(var until) -> new Decision.AwaitLook(until);
      case Sight.Fresh(var commit) -> new Decision.Start(trigger, commit.orElse(null));
    };
  }

  /** A run for the commit that the source moved to. */
  private static Decision follow(Started started, Sight sight) {
    Optional<String> seen =
        switch (sight) {
          case Sight.Unwatched _, Sight.Looking _ -> Optional.empty();
          case Sight.Stale(var commit) -> commit;
          case Sight.Overdue(var commit) -> commit;
          case Sight.Fresh(var commit) -> commit;
        };
    return seen.filter(commit -> !started.commit().equals(seen))
        .<Decision>map(commit -> new Decision.Start(new Trigger(Cause.Commit, commit), commit))
        .orElseGet(Decision.Idle::new);
  }

  /** The value of the annotation that asks for a run. */
  static @Nullable String request(ImageBuild build) {
    Map<String, String> annotations = build.getMetadata().getAnnotations();
    return annotations == null ? null : annotations.get(Annotations.REQUEST);
  }

  private static String shortened(String text) {
    return text.length() > DETAIL_LIMIT ? text.substring(0, DETAIL_LIMIT) : text;
  }
}
