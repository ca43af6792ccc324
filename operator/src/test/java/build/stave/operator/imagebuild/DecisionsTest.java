package build.stave.operator.imagebuild;

import static build.stave.operator.imagebuild.Fixtures.COMMIT_A;
import static build.stave.operator.imagebuild.Fixtures.COMMIT_B;
import static build.stave.operator.imagebuild.Fixtures.build;
import static build.stave.operator.imagebuild.Fixtures.cancelled;
import static build.stave.operator.imagebuild.Fixtures.foreign;
import static build.stave.operator.imagebuild.Fixtures.run;
import static build.stave.operator.imagebuild.Fixtures.superseded;
import static build.stave.operator.imagebuild.Fixtures.told;
import static build.stave.operator.imagebuild.Fixtures.with;
import static org.assertj.core.api.Assertions.assertThat;

import build.stave.crds.v1alpha1.ImageBuild;
import build.stave.crds.v1alpha1.ImageBuildRun;
import build.stave.crds.v1alpha1.ImageBuildRunSpec;
import build.stave.crds.v1alpha1.Trigger;
import build.stave.crds.v1alpha1.Trigger.Cause;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** When a run is started, and when not. */
final class DecisionsTest {
  private static final Sight OFF = new Sight.Unwatched();
  private static final String DONE = "{\"phase\":\"Succeeded\"}";
  private static final String FAILED = "{\"phase\":\"Failed\"}";
  private static final String RUNNING = "{\"phase\":\"Running\"}";
  private static final String CANCELLED = "{\"phase\":\"Cancelled\"}";

  private static final String START_SPEC = "Start Spec -";
  private static final String START_REQUEST = "Start Request -";
  private static final String IDLE = "Idle";

  private static ImageBuild other() {
    return build(spec -> spec.put("target", "other"));
  }

  private static ImageBuild patient() {
    return build(spec -> spec.put("timeout", "2h"));
  }

  private static ImageBuild suspended() {
    return build(spec -> spec.put("suspend", true));
  }

  private static ImageBuildRun at(String commit) {
    return run(build(), 1, "{\"phase\":\"Succeeded\",\"source\":{\"commit\":\"" + commit + "\"}}");
  }

  private static Arguments row(
      String name, ImageBuild build, List<ImageBuildRun> runs, Sight sight, String expected) {
    return Arguments.of(name, build, runs, sight, expected);
  }

  private static Arguments row(
      String name, ImageBuild build, List<ImageBuildRun> runs, String expected) {
    return row(name, build, runs, OFF, expected);
  }

  static Stream<Arguments> specs() {
    return Stream.of(
        row("new", build(), List.of(), START_SPEC),
        row("done", build(), List.of(run(build(), 1, DONE)), IDLE),
        row(
            "done, status lost",
            with(build(), (String) null),
            List.of(run(build(), 7, DONE)),
            IDLE),
        row(
            "created, status not written",
            build(),
            List.of(run(build(), 1, "{}")),
            "AwaitRun shop-1"),
        row("changed", other(), List.of(run(build(), 1, DONE)), START_SPEC),
        row("A, B, A", build(), List.of(run(build(), 1, DONE), run(other(), 2, DONE)), START_SPEC),
        row(
            "changed while it runs",
            other(),
            List.of(run(build(), 1, RUNNING)),
            "Supersede shop-1"),
        row(
            "changed, and being cancelled",
            other(),
            List.of(superseded(run(build(), 1, RUNNING))),
            "AwaitRun shop-1"),
        row(
            "changed, and was cancelled",
            other(),
            List.of(superseded(run(build(), 1, CANCELLED))),
            START_SPEC),
        row(
            "changed and back before it was cancelled",
            build(),
            List.of(superseded(run(build(), 1, CANCELLED))),
            START_SPEC),
        row(
            "changed and back, and it was done before that",
            build(),
            List.of(superseded(run(build(), 1, DONE))),
            IDLE),
        row("cancelled by hand", build(), List.of(cancelled(run(build(), 1, CANCELLED))), IDLE),
        row("failed", build(), List.of(run(build(), 1, FAILED)), IDLE),
        row("failed, other settings", patient(), List.of(run(build(), 1, FAILED)), START_SPEC),
        row("done, other settings", patient(), List.of(run(build(), 1, DONE)), IDLE),
        row(
            "failed after another that was done",
            build(),
            List.of(run(build(), 1, DONE), run(build(), 2, FAILED)),
            IDLE),
        row(
            "run gone from the cache",
            with(build(), told(build(), 1, null)),
            List.of(),
            START_SPEC),
        row(
            "cache behind the status",
            with(other(), told(other(), 2, null)),
            List.of(run(build(), 1, DONE)),
            START_SPEC),
        row(
            "status behind the cache",
            with(build(), told(other(), 1, null)),
            List.of(run(other(), 1, DONE), run(build(), 2, DONE)),
            IDLE),
        row(
            "run of an ImageBuild that had the name before",
            build(),
            List.of(foreign(run(build(), 1, DONE))),
            START_SPEC),
        row("run made by hand", build(), List.of(byHand()), START_SPEC));
  }

  private static ImageBuildRun byHand() {
    ImageBuildRun run = run(build(), 1, DONE);
    run.setSpec(
        new ImageBuildRunSpec(
            run.getSpec().build(), null, null, new Trigger(Cause.Manual, null), null));
    return run;
  }

  static Stream<Arguments> requests() {
    return Stream.of(
        row("new with a request", with(build(), "a"), List.of(), START_SPEC),
        row("request", with(build(), "a"), List.of(run(build(), 1, DONE)), START_REQUEST),
        row(
            "request of the first run",
            with(build(), "a"),
            List.of(run(build(), 1, "a", DONE)),
            IDLE),
        row(
            "request answered by a run that the status does not know",
            with(with(build(), "b"), told(build(), 1, "a")),
            List.of(run(build(), 1, "a", DONE), run(build(), 2, "b", FAILED)),
            IDLE),
        row("another", with(build(), "b"), List.of(run(build(), 1, "a", DONE)), START_REQUEST),
        row(
            "a, b, a",
            with(build(), "a"),
            List.of(run(build(), 1, "a", DONE), run(build(), 2, "b", DONE)),
            START_REQUEST),
        row("taken away", with(build(), (String) null), List.of(run(build(), 1, "a", DONE)), IDLE),
        row(
            "while it runs",
            with(build(), "b"),
            List.of(run(build(), 1, "a", RUNNING)),
            "AwaitRun shop-1"),
        row(
            "after a failure",
            with(build(), "b"),
            List.of(run(build(), 1, FAILED)),
            START_REQUEST));
  }

  static Stream<Arguments> suspensions() {
    return Stream.of(
        row("new", suspended(), List.of(), IDLE),
        row("request", with(suspended(), "a"), List.of(run(build(), 1, DONE)), IDLE),
        row("changed", suspended(), List.of(run(other(), 1, DONE)), IDLE),
        row(
            "changed while it runs",
            suspended(),
            List.of(run(other(), 1, RUNNING)),
            "AwaitRun shop-1"));
  }

  static Stream<Arguments> commits() {
    Sight seenA = new Sight.Fresh(Optional.of(COMMIT_A));
    Sight seenB = new Sight.Fresh(Optional.of(COMMIT_B));
    Sight failed = new Sight.Fresh(Optional.empty());
    Instant until = Instant.EPOCH;
    return Stream.of(
        row("new, not looked", build(), List.of(), new Sight.Stale(Optional.empty()), "LookFirst"),
        row("new, looking", build(), List.of(), new Sight.Looking(until), "AwaitLook"),
        row(
            "new, looking long",
            build(),
            List.of(),
            new Sight.Overdue(Optional.empty()),
            START_SPEC),
        row("new, seen", build(), List.of(), seenA, "Start Spec " + COMMIT_A),
        row("new, not seen", build(), List.of(), failed, START_SPEC),
        row("same", build(), List.of(at(COMMIT_A)), seenA, IDLE),
        row("moved", build(), List.of(at(COMMIT_A)), seenB, "Start Commit " + COMMIT_B),
        row(
            "moved before the operator was started",
            build(),
            List.of(at(COMMIT_A)),
            new Sight.Stale(Optional.of(COMMIT_B)),
            "Start Commit " + COMMIT_B),
        row(
            "moved while it runs",
            build(),
            List.of(run(build(), 1, RUNNING)),
            seenB,
            "AwaitRun shop-1"),
        row("not seen any more", build(), List.of(at(COMMIT_A)), failed, IDLE),
        row("failed at it", build(), List.of(failedAt(COMMIT_A)), seenA, IDLE),
        row(
            "failed before it was known",
            build(),
            List.of(run(build(), 1, FAILED)),
            seenA,
            "Start Commit " + COMMIT_A),
        row(
            "set back to an older commit",
            build(),
            List.of(at(COMMIT_A), pinned(2, COMMIT_B)),
            seenA,
            "Start Commit " + COMMIT_A),
        row(
            "request",
            with(build(), "b"),
            List.of(at(COMMIT_A)),
            seenA,
            "Start Request " + COMMIT_A));
  }

  private static ImageBuildRun failedAt(String commit) {
    return run(build(), 1, "{\"phase\":\"Failed\",\"source\":{\"commit\":\"" + commit + "\"}}");
  }

  private static ImageBuildRun pinned(long number, String commit) {
    ImageBuildRun run = run(build(), number, DONE);
    run.setSpec(
        new ImageBuildRunSpec(
            run.getSpec().build(), number, commit, new Trigger(Cause.Commit, commit), null));
    return run;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"specs", "requests", "suspensions", "commits"})
  void decides(
      String name, ImageBuild build, List<ImageBuildRun> runs, Sight sight, String expected) {
    State state = State.of(build, OwnRuns.of(build, Fixtures.known(runs)), sight);

    assertThat(shown(state.decision())).isEqualTo(expected);
  }

  private static String shown(Decision decision) {
    return switch (decision) {
      case Decision.Start(var trigger, var commit) ->
          "Start " + trigger.cause() + " " + (commit == null ? "-" : commit);
      case Decision.Supersede(var run) -> "Supersede " + run.name();
      case Decision.AwaitRun(var run) -> "AwaitRun " + run.name();
      case Decision.LookFirst _ -> "LookFirst";
      case Decision.AwaitLook _ -> "AwaitLook";
      case Decision.Idle _ -> "Idle";
    };
  }
}
