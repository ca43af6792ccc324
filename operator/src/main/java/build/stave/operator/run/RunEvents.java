package build.stave.operator.run;

import build.stave.crds.v1alpha1.Condition;
import build.stave.crds.v1alpha1.ImageBuild;
import build.stave.crds.v1alpha1.ImageBuildRun;
import build.stave.crds.v1alpha1.ImageBuildRunStatus;
import build.stave.operator.event.EventRecorder;
import build.stave.operator.run.progress.Observation;
import build.stave.operator.run.progress.Reason;
import build.stave.operator.status.Conditions;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.Set;

/** Says the turns of a run, on the run and on its ImageBuild. */
final class RunEvents {
  /** Reasons of what goes as it should, or is said otherwise. */
  private static final Set<String> USUAL =
      Set.of(
          Reason.Pending.name(),
          Reason.Resolving.name(),
          Reason.Building.name(),
          Reason.Retrying.name(),
          Reason.Finishing.name(),
          Reason.Cancelling.name());

  private final EventRecorder recorder;

  RunEvents(EventRecorder recorder) {
    this.recorder = recorder;
  }

  /** Says what is new in a status. */
  void record(ImageBuildRun run, ImageBuildRunStatus now) {
    ImageBuildRunStatus before = Observation.statusOf(run);
    Condition ready = Conditions.find(now.conditions(), Condition.READY).orElseThrow();
    if (before.startTime() == null && now.startTime() != null) {
      record(run, EventRecorder.Type.Normal, "Started", "", "the builder began");
    }
    var phase = now.phase();
    if (phase == null) {
      return;
    }
    switch (phase) {
      case Succeeded -> record(run, EventRecorder.Type.Normal, phase.name(), "", ready.message());
      case Cancelled -> record(run, EventRecorder.Type.Normal, phase.name(), "", ready.message());
      case Failed ->
          record(
              run,
              EventRecorder.Type.Warning,
              phase.name(),
              "",
              ready.reason() + ": " + ready.message());
      case Pending, Running -> waiting(run, before, now, ready);
    }
  }

  private void waiting(
      ImageBuildRun run, ImageBuildRunStatus before, ImageBuildRunStatus now, Condition ready) {
    if (now.failedPods() != null
        && !now.failedPods().equals(before.failedPods())
        && !ready.reason().equals(Reason.Finishing.name())) {
      record(
          run,
          EventRecorder.Type.Warning,
          Reason.Retrying.name(),
          now.failedPods().toString(),
          ready.message());
    }
    String reason = ready.reason();
    boolean said =
        Conditions.find(before.conditions(), Condition.READY)
            .filter(old -> old.reason().equals(reason))
            .isPresent();
    if (!said && !USUAL.contains(reason)) {
      record(run, EventRecorder.Type.Warning, reason, "", ready.message());
    }
  }

  private void record(
      ImageBuildRun run, EventRecorder.Type type, String reason, String occasion, String message) {
    recorder.record(run, type, reason, occasion, message);
    run.getMetadata().getOwnerReferences().stream()
        .filter(owner -> owner.getKind().equals(new ImageBuild().getKind()))
        .forEach(
            owner -> {
              var build = new ImageBuild();
              build.setMetadata(
                  new ObjectMetaBuilder()
                      .withName(owner.getName())
                      .withNamespace(run.getMetadata().getNamespace())
                      .withUid(owner.getUid())
                      .build());
              String name = run.getMetadata().getName();
              recorder.record(build, type, reason, name + occasion, "run " + name + ": " + message);
            });
  }
}
