package build.stave.operator.imagebuild;

import build.stave.crds.v1alpha1.Condition;
import build.stave.crds.v1alpha1.Condition.Status;
import build.stave.crds.v1alpha1.ImageBuild;
import build.stave.crds.v1alpha1.ImageBuildStatus;
import build.stave.crds.v1alpha1.Trigger;
import build.stave.operator.event.EventRecorder;
import build.stave.operator.status.Conditions;
import java.util.List;
import java.util.Optional;

/** Says what is done for an ImageBuild; what becomes of its runs is said by those. */
final class BuildEvents {
  private final EventRecorder recorder;

  BuildEvents(EventRecorder recorder) {
    this.recorder = recorder;
  }

  /** A run was created. */
  void created(ImageBuild build, Run run, Trigger trigger) {
    recorder.record(
        build,
        EventRecorder.Type.Normal,
        "RunCreated",
        run.name(),
        "run " + run.name() + ": " + shown(trigger));
  }

  private static String shown(Trigger trigger) {
    return switch (trigger.cause()) {
      case Spec -> "the spec is new or changed";
      case Commit -> "the source moved to " + trigger.detail();
      case Request -> "asked for by " + trigger.detail();
      case Manual -> "made by hand";
    };
  }

  /** A run is cancelled because the spec changed. */
  void superseded(ImageBuild build, Run run) {
    recorder.record(
        build,
        EventRecorder.Type.Normal,
        StatusProjection.SUPERSEDED,
        run.name(),
        "run " + run.name() + " is cancelled: the spec changed");
  }

  /** What is new of the source in a status: that it cannot be watched any more. */
  void watched(ImageBuild build, ImageBuildStatus status) {
    List<Condition> before = build.getStatus() == null ? List.of() : build.getStatus().conditions();
    Optional<String> old = Conditions.find(before, Condition.SOURCE_WATCHED).map(Condition::reason);
    Conditions.find(status.conditions(), Condition.SOURCE_WATCHED)
        .filter(now -> now.status() == Status.False && !old.equals(Optional.of(now.reason())))
        .ifPresent(
            now ->
                recorder.record(
                    build,
                    EventRecorder.Type.Warning,
                    now.reason(),
                    now.lastTransitionTime(),
                    now.message()));
  }
}
