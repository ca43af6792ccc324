package build.stave.operator.imagebuild;

import static build.stave.operator.imagebuild.Fixtures.COMMIT_A;
import static build.stave.operator.imagebuild.Fixtures.COMMIT_B;
import static build.stave.operator.imagebuild.Fixtures.build;
import static org.assertj.core.api.Assertions.assertThat;

import build.stave.crds.v1alpha1.ImageBuild;
import build.stave.crds.v1alpha1.ImageBuildStatus;
import build.stave.crds.v1alpha1.ImageBuildStatus.Watch;
import build.stave.operator.git.Look;
import build.stave.operator.git.Looked;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is made of looks. */
final class WatchingTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private static ImageBuild watched(@Nullable Watch watch) {
    ImageBuild build = build(Fixtures::watched);
    return Fixtures.with(build, status(SpecHash.wish(build.getSpec()), watch));
  }

  private static ImageBuildStatus status(String wish, @Nullable Watch watch) {
    return new ImageBuildStatus(1L, List.of(), null, "shop-1", 1L, null, wish, null, null, watch);
  }

  private static Looked looked(ImageBuild build, Look look, int failures, Instant at) {
    return new Looked(Watching.source(build).orElseThrow(), at, look, failures);
  }

  private static Watching of(ImageBuild build, @Nullable Looked last) {
    return Watching.of(build, Optional.empty(), Optional.ofNullable(last), NOON);
  }

  @Test
  void isOffWhereNobodyAskedOrRunsAreSuspended() {
    ImageBuild suspended =
        build(
            spec -> {
              Fixtures.watched(spec);
              spec.put("suspend", true);
            });

    for (ImageBuild build : List.of(build(), suspended)) {
      assertThat(Watching.source(build)).isEmpty();
      assertThat(of(build, null).sight()).isEqualTo(new Sight.Unwatched());
      assertThat(of(build, null).due()).isEmpty();
    }
  }

  @Test
  void isDueAtOnceWhereNothingIsKnown() {
    Watching watching = of(watched(null), null);

    assertThat(watching.sight()).isEqualTo(new Sight.Stale(Optional.empty()));
    assertThat(watching.due()).contains(NOON);
    assertThat(watching.kept()).isNull();
    assertThat(watching.state()).isEmpty();
  }

  @Test
  void goesOnAfterARestartWhereItWas() {
    var before = new Watch(COMMIT_A, "2026-01-01T12:04:00Z", null);
    Watching watching = of(watched(before), null);

    assertThat(watching.kept()).isEqualTo(before);
    assertThat(watching.due()).contains(NOON.plusSeconds(240));
    assertThat(watching.sight()).isEqualTo(new Sight.Stale(Optional.of(COMMIT_A)));
  }

  @Test
  void comesSoonerWhereTheIntervalBecameShorter() {
    Watching watching = of(watched(new Watch(COMMIT_A, "2026-01-02T12:00:00Z", null)), null);

    assertThat(watching.due().orElseThrow())
        .isBetween(NOON.plusSeconds(270), NOON.plusSeconds(330));
  }

  @Test
  void trustsNoLookAtAnotherSource() {
    ImageBuild build =
        Fixtures.with(
            build(Fixtures::watched),
            status("another", new Watch(COMMIT_A, "2026-01-01T12:04:00Z", 3)));

    assertThat(of(build, null).sight()).isEqualTo(new Sight.Stale(Optional.empty()));
    assertThat(of(build, null).due()).contains(NOON);
    assertThat(of(build, null).failures()).isZero();
  }

  @Test
  void keepsWhatALookFound() {
    ImageBuild build = watched(new Watch(COMMIT_A, "2026-01-01T11:59:59Z", 2));
    Watching watching = of(build, looked(build, new Look.Found(COMMIT_B), 0, NOON));

    assertThat(watching.sight()).isEqualTo(new Sight.Fresh(Optional.of(COMMIT_B)));
    assertThat(watching.failures()).isZero();
    assertThat(watching.kept()).isNotNull().extracting(Watch::commit).isEqualTo(COMMIT_B);
    assertThat(watching.due().orElseThrow())
        .isBetween(NOON.plusSeconds(269), NOON.plusSeconds(331));
    assertThat(watching.state())
        .contains(new Watching.State(true, "Watching", "branch main is at " + COMMIT_B));
  }

  @Test
  void keepsTheCommitWhenALookFails() {
    ImageBuild build = watched(new Watch(COMMIT_A, "2026-01-01T11:59:59Z", 1));
    var failure = new Look.Failed(Look.Reason.Unreachable, "no answer");
    Watching watching = of(build, looked(build, failure, 2, NOON));

    assertThat(watching.sight()).isEqualTo(new Sight.Fresh(Optional.empty()));
    assertThat(watching.kept()).isNotNull().extracting(Watch::commit).isEqualTo(COMMIT_A);
    assertThat(watching.failures()).isEqualTo(2);
    assertThat(watching.due().orElseThrow()).isAfter(NOON.plus(Duration.ofMinutes(17)));
    assertThat(watching.state()).contains(new Watching.State(false, "Unreachable", "no answer"));
  }

  @Test
  void waitsForALookAWhile() {
    ImageBuild build = watched(new Watch(COMMIT_A, "2026-01-01T11:59:59Z", null));
    Instant since = NOON.minusSeconds(2);

    Watching early = Watching.of(build, Optional.of(since), Optional.empty(), NOON);
    Watching late = Watching.of(build, Optional.of(since), Optional.empty(), NOON.plusSeconds(9));

    assertThat(early.sight()).isEqualTo(new Sight.Looking(since.plus(Watching.PATIENCE)));
    assertThat(late.sight()).isEqualTo(new Sight.Overdue(Optional.of(COMMIT_A)));
    assertThat(early.due()).isEmpty();
  }

  @Test
  void aLookGetsOld() {
    ImageBuild build = watched(null);
    Looked old = looked(build, new Look.Found(COMMIT_B), 0, NOON.minusSeconds(60));

    assertThat(of(build, old).sight()).isEqualTo(new Sight.Stale(Optional.of(COMMIT_B)));
  }
}
