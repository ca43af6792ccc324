package build.stave.operator.imagebuild;

import build.stave.crds.v1alpha1.Condition;
import build.stave.crds.v1alpha1.Condition.Status;
import build.stave.crds.v1alpha1.ImageBuild;
import build.stave.crds.v1alpha1.ImageBuildStatus;
import build.stave.crds.v1alpha1.ImageStatus;
import build.stave.crds.v1alpha1.SourceStatus;
import build.stave.operator.status.Conditions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says in the status of an ImageBuild what its runs say in theirs. */
final class StatusProjection {
  private static final String PENDING = "Pending";
  private static final String SUSPENDED = "Suspended";

  /** A run is on its way out because the spec changed. */
  static final String SUPERSEDED = "Superseded";

  private final ImageBuild build;
  private final OwnRuns runs;
  private final Started started;
  private final Conditions conditions;
  private final List<Condition> before;

  private StatusProjection(ImageBuild build, OwnRuns runs, Started started, Clock clock) {
    this.build = build;
    this.runs = runs;
    this.started = started;
    this.before = build.getStatus() == null ? List.of() : build.getStatus().conditions();
    this.conditions = new Conditions(before, build.getMetadata().getGeneration(), clock);
  }

  /**
   * The status that an ImageBuild should have; it equals the one it has when there is nothing new.
   *
   * @param decision that was carried out, so far as runs show it
   */
  static ImageBuildStatus of(
      ImageBuild build,
      OwnRuns runs,
      Started started,
      Decision decision,
      Watching watching,
      Clock clock) {
    return new StatusProjection(build, runs, started, clock).status(decision, watching);
  }

  private ImageBuildStatus status(Decision decision, Watching watching) {
    ImageBuildStatus old = build.getStatus();
    long told = old == null ? 0 : Objects.requireNonNullElse(old.latestRunNumber(), 0L);
    Optional<Run> newImage =
        runs.latestSucceeded()
            .filter(run -> run.number() >= told || old == null || old.latestImage() == null);
    var all = new ArrayList<>(kstatus(decision));
    watching.state().ifPresent(state -> all.add(watched(state)));
    return new ImageBuildStatus(
        build.getMetadata().getGeneration(),
        all,
        newImage
            .flatMap(StatusProjection::image)
            .map(ImageStatus::reference)
            .orElse(old == null ? null : old.latestImage()),
        started.name(),
        started.number() == 0 ? null : started.number(),
        newImage.map(StatusProjection::source).orElse(old == null ? null : old.source()),
        started.wish(),
        started.settings(),
        started.request(),
        // A look at another source than that of the latest run is not kept: it would be taken for
        // one at its.
        SpecHash.wish(build.getSpec()).equals(started.wish()) ? watching.kept() : null);
  }

  private List<Condition> kstatus(Decision decision) {
    return switch (decision) {
      case Decision.AwaitRun(Run run) -> active(run);
      case Decision.Supersede(Run run) -> active(run);
      case Decision.Start _ -> conditions.progressing(PENDING, "a run is about to start");
      case Decision.LookFirst _, Decision.AwaitLook _ ->
          conditions.progressing(PENDING, "the source is being looked at");
      case Decision.Idle _ -> idle();
    };
  }

  private List<Condition> active(Run run) {
    if (run.isCancelled()) {
      return conditions.progressing(
          run.isSuperseded() ? SUPERSEDED : "Cancelling",
          "run " + run.name() + " is being cancelled");
    }
    Optional<Condition> ready = ready(run);
    return conditions.progressing(
        ready.map(Condition::reason).orElse(PENDING),
        "run "
            + run.name()
            + ready.map(Condition::message).map(text -> ": " + text).orElse(" is new"));
  }

  private static Optional<Condition> ready(Run run) {
    return run.status().flatMap(status -> Conditions.find(status.conditions(), Condition.READY));
  }

  private List<Condition> idle() {
    if (started.run().isPresent()) {
      return finished(started.run().get());
    }
    if (started.number() > 0 && !started.lost()) {
      // The latest run was deleted; what it came to stands.
      return before.stream()
          .filter(condition -> !condition.type().equals(Condition.SOURCE_WATCHED))
          .map(old -> conditions.of(old.type(), old.status(), old.reason(), old.message()))
          .toList();
    }
    return List.of(
        conditions.of(
            Condition.READY,
            Status.False,
            SUSPENDED,
            "no run has ended yet; remove spec.suspend to start one"));
  }

  private List<Condition> finished(Run run) {
    return switch (run.phase()) {
      case Succeeded ->
          conditions.ready(
              "Succeeded",
              "run "
                  + run.name()
                  + " pushed "
                  + image(run).map(StatusProjection::names).orElse("the image"));
      case Failed -> {
        Optional<KnownRun.Failure> failure = run.status().map(KnownRun.Status::failure);
        yield conditions.stalled(
            failure.map(KnownRun.Failure::reason).orElse("Failed"),
            "run " + run.name() + ": " + failure.map(KnownRun.Failure::message).orElse("failed"));
      }
      case Cancelled ->
          conditions.stalled(
              "Cancelled",
              "run "
                  + run.name()
                  + " was cancelled; the annotation stave.build/request with a new value starts another");
      case Pending, Running -> active(run);
    };
  }

  private static String names(ImageStatus image) {
    return image.reference()
        + (image.tags().isEmpty() ? "" : " as " + String.join(", ", image.tags()));
  }

  private static Optional<ImageStatus> image(Run run) {
    return run.status().map(KnownRun.Status::image);
  }

  private static @Nullable SourceStatus source(Run run) {
    return run.status()
        .map(KnownRun.Status::source)
        .or(() -> run.commit().map(commit -> new SourceStatus(commit, null)))
        .orElse(null);
  }

  private Condition watched(Watching.State state) {
    return conditions.of(
        Condition.SOURCE_WATCHED,
        state.watched() ? Status.True : Status.False,
        state.reason(),
        state.message());
  }
}
