package build.stave.e2e;

import build.stave.crds.v1alpha1.Condition;
import build.stave.crds.v1alpha1.Condition.Status;
import build.stave.crds.v1alpha1.ImageBuild;
import build.stave.crds.v1alpha1.ImageBuildRun;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads conditions as kstatus does: what was said of an older spec does not count. */
final class Conditions {
  private Conditions() {}

  static Optional<Condition> of(@Nullable ImageBuild build, String type) {
    if (build == null || build.getStatus() == null) {
      return Optional.empty();
    }
    return find(build.getStatus().conditions(), type)
        .filter(found -> found.observedGeneration() == build.getMetadata().getGeneration());
  }

  static Optional<Condition> of(@Nullable ImageBuildRun run, String type) {
    if (run == null || run.getStatus() == null) {
      return Optional.empty();
    }
    return find(run.getStatus().conditions(), type);
  }

  static boolean isReady(@Nullable ImageBuild build) {
    return is(of(build, Condition.READY), Status.True);
  }

  static boolean isStalled(@Nullable ImageBuild build) {
    return is(of(build, Condition.STALLED), Status.True);
  }

  static boolean isFinal(@Nullable ImageBuildRun run) {
    return run != null
        && run.getStatus() != null
        && run.getStatus().phase() != null
        && run.getStatus().phase().isFinal();
  }

  private static boolean is(Optional<Condition> condition, Status status) {
    return condition.filter(found -> found.status() == status).isPresent();
  }

  private static Optional<Condition> find(List<Condition> conditions, String type) {
    return conditions.stream().filter(condition -> condition.type().equals(type)).findFirst();
  }
}
