package build.stave.operator.imagebuild;

import build.stave.crds.v1alpha1.Condition;
import build.stave.crds.v1alpha1.Condition.Status;
import build.stave.crds.v1alpha1.ImageBuild;
import build.stave.crds.v1alpha1.ImageBuildStatus;
import build.stave.operator.event.EventRecorder;
import build.stave.operator.status.Conditions;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Tells of a status that is about to change for good or ill, as Events. */
final class Turns {
  private final EventRecorder events;

  Turns(EventRecorder events) {
    this.events = events;
  }

  /** Records what is new in a status. */
  void record(ImageBuild build, ImageBuildStatus status) {
    List<Condition> before = build.getStatus() == null ? List.of() : build.getStatus().conditions();
    changed(before, status, Condition.READY)
        .filter(ready -> status.latestRun() != null)
        .ifPresent(ready -> recordReady(build, ready, Objects.requireNonNull(status.latestRun())));
    changed(before, status, Condition.SOURCE_WATCHED)
        .filter(watched -> watched.status() == Status.False)
        .ifPresent(
            watched ->
                events.record(
                    build,
                    EventRecorder.Type.Warning,
                    watched.reason(),
                    watched.lastTransitionTime(),
                    watched.message()));
  }

  private void recordReady(ImageBuild build, Condition ready, String run) {
    switch (ready.status()) {
      case True ->
          events.record(build, EventRecorder.Type.Normal, ready.reason(), run, ready.message());
      case False ->
          events.record(
              build,
              ready.reason().equals("Cancelled")
                  ? EventRecorder.Type.Normal
                  : EventRecorder.Type.Warning,
              ready.reason().equals("Cancelled") ? "Cancelled" : "Failed",
              run,
              ready.message());
      case Unknown -> {
        if (ready.reason().equals(StatusProjection.SUPERSEDED)) {
          events.record(build, EventRecorder.Type.Normal, ready.reason(), run, ready.message());
        }
      }
    }
  }

  private static Optional<Condition> changed(
      List<Condition> before, ImageBuildStatus status, String type) {
    Optional<Condition> old = Conditions.find(before, type);
    return Conditions.find(status.conditions(), type)
        .filter(
            condition ->
                old.isEmpty()
                    || old.get().status() != condition.status()
                    || !old.get().reason().equals(condition.reason()));
  }
}
