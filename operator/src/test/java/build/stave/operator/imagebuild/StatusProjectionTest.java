package build.stave.operator.imagebuild;

import static build.stave.operator.imagebuild.Fixtures.COMMIT_A;
import static build.stave.operator.imagebuild.Fixtures.build;
import static build.stave.operator.imagebuild.Fixtures.cancelled;
import static build.stave.operator.imagebuild.Fixtures.run;
import static build.stave.operator.imagebuild.Fixtures.superseded;
import static build.stave.operator.imagebuild.Fixtures.with;
import static org.assertj.core.api.Assertions.assertThat;

import build.stave.crds.v1alpha1.ImageBuild;
import build.stave.crds.v1alpha1.ImageBuildRun;
import build.stave.crds.v1alpha1.ImageBuildStatus;
import build.stave.crds.v1alpha1.SourceStatus;
import build.stave.operator.git.Look;
import build.stave.operator.git.Looked;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the status of an ImageBuild says. */
final class StatusProjectionTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOON, ZoneOffset.UTC);
  private static final String FAILED =
      """
      {"phase":"Failed","failure":{"class":"User","reason":"StepFailed",
       "message":"Dockerfile:12: RUN make: exit code 1","line":12}}
      """;
  private static final String BUILDING =
      """
      {"phase":"Running","conditions":[{"type":"Ready","status":"Unknown","reason":"Building",
       "message":"step 2","lastTransitionTime":"2026-01-01T11:00:00Z","observedGeneration":1}]}
      """;

  private static String done(int number) {
    return """
        {"phase":"Succeeded","source":{"commit":"%s"},"image":{"name":"r/a","digest":"sha256:%d",
         "tags":["latest","1"],"size":1,"layers":1}}
        """
        .formatted(COMMIT_A, number);
  }

  private static ImageBuild suspended() {
    return build(spec -> spec.put("suspend", true));
  }

  private static ImageBuildStatus status(ImageBuild build, ImageBuildRun... runs) {
    Watching watching = Watching.of(build, Optional.empty(), Optional.empty(), NOON);
    return status(build, watching, CLOCK, runs);
  }

  private static ImageBuildStatus status(
      ImageBuild build, Watching watching, Clock clock, ImageBuildRun... runs) {
    State state =
        State.of(build, OwnRuns.of(build, Fixtures.known(List.of(runs))), watching.sight());
    return StatusProjection.of(
        build, state.runs(), state.started(), state.decision(), watching, clock);
  }

  private static List<String> conditions(ImageBuildStatus status) {
    return status.conditions().stream()
        .map(c -> c.type() + "=" + c.status() + " " + c.reason() + ": " + c.message())
        .toList();
  }

  @Test
  void tellsOfARunThatGoesOn() {
    assertThat(conditions(status(build(), run(build(), 1, "{}"))))
        .containsExactly(
            "Ready=Unknown Pending: run shop-1 is new",
            "Reconciling=True Pending: run shop-1 is new");
    assertThat(conditions(status(build(), run(build(), 1, BUILDING))))
        .containsExactly(
            "Ready=Unknown Building: run shop-1: step 2",
            "Reconciling=True Building: run shop-1: step 2");
    assertThat(conditions(status(build(), superseded(run(build(), 1, BUILDING)))))
        .contains("Reconciling=True Superseded: run shop-1 is being cancelled");
    assertThat(conditions(status(build(), cancelled(run(build(), 1, BUILDING)))))
        .contains("Reconciling=True Cancelling: run shop-1 is being cancelled");
  }

  @Test
  void tellsOfSuccess() {
    ImageBuildStatus status = status(build(), run(build(), 3, "please", done(3)));

    assertThat(conditions(status))
        .containsExactly("Ready=True Succeeded: run shop-3 pushed r/a@sha256:3 as latest, 1");
    assertThat(status.latestImage()).isEqualTo("r/a@sha256:3");
    assertThat(status.source()).isEqualTo(new SourceStatus(COMMIT_A, null));
    assertThat(status.latestRun()).isEqualTo("shop-3");
    assertThat(status.latestRunNumber()).isEqualTo(3);
    assertThat(status.lastHandledRequest()).isEqualTo("please");
    assertThat(status.wish()).isEqualTo(SpecHash.wish(build().getSpec()));
    assertThat(status.observedGeneration()).isEqualTo(1);
  }

  @Test
  void keepsTheImageThroughAFailure() {
    ImageBuildStatus status = status(build(), run(build(), 1, done(1)), run(build(), 2, FAILED));

    assertThat(conditions(status))
        .containsExactly(
            "Ready=False StepFailed: run shop-2: Dockerfile:12: RUN make: exit code 1",
            "Stalled=True StepFailed: run shop-2: Dockerfile:12: RUN make: exit code 1");
    assertThat(status.latestImage()).isEqualTo("r/a@sha256:1");
    assertThat(status.latestRun()).isEqualTo("shop-2");
  }

  @Test
  void takesNoOlderImageWhereTheRunOfTheLatestWasDeleted() {
    ImageBuild build =
        with(build(), status(build(), run(build(), 1, done(1)), run(build(), 2, done(2))));

    ImageBuildStatus status = status(build, run(build(), 1, done(1)));

    assertThat(status).isEqualTo(build.getStatus());
    assertThat(status.latestImage()).isEqualTo("r/a@sha256:2");
  }

  @Test
  void saysHowToGoOnAfterACancellation() {
    String phase = "{\"phase\":\"Cancelled\"}";
    assertThat(conditions(status(build(), cancelled(run(build(), 1, phase)))))
        .first()
        .asString()
        .startsWith("Ready=False Cancelled: run shop-1 was cancelled; the annotation");
  }

  @Test
  void leavesReadyAsItWasWhileSuspended() {
    assertThat(conditions(status(suspended(), run(build(), 1, done(1)))))
        .containsExactly("Ready=True Succeeded: run shop-1 pushed r/a@sha256:1 as latest, 1");
    assertThat(conditions(status(suspended())))
        .containsExactly(
            "Ready=False Suspended: no run has ended yet; remove spec.suspend to start one");
  }

  @Test
  void isTheSameWhenNothingHappened() {
    ImageBuild build = with(build(), status(build(), run(build(), 1, done(1))));
    Clock later = Clock.fixed(NOON.plusSeconds(3600), ZoneOffset.UTC);
    Watching watching = Watching.of(build, Optional.empty(), Optional.empty(), NOON);

    assertThat(status(build, watching, later, run(build(), 1, done(1))))
        .isEqualTo(build.getStatus());
  }

  @Test
  void keepsNoLookAtASourceThatNoRunWasStartedFor() {
    ImageBuild build = build(Fixtures::watched);
    ImageBuildRun before = superseded(run(build(spec -> spec.put("target", "old")), 1, BUILDING));
    var looked =
        new Looked(Watching.source(build).orElseThrow(), NOON, new Look.Found(COMMIT_A), 0);
    Watching watching = Watching.of(build, Optional.empty(), Optional.of(looked), NOON);

    assertThat(status(build, watching, CLOCK, before).watch()).isNull();
    assertThat(status(build, watching, CLOCK, run(build, 1, BUILDING)).watch())
        .isEqualTo(watching.kept());
    assertThat(conditions(status(build, watching, CLOCK, before)))
        .contains("SourceWatched=True Watching: branch main is at " + COMMIT_A);
  }
}
