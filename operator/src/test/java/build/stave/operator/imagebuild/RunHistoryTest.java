package build.stave.operator.imagebuild;

import static build.stave.operator.imagebuild.Fixtures.build;
import static build.stave.operator.imagebuild.Fixtures.run;
import static org.assertj.core.api.Assertions.assertThat;

import build.stave.crds.v1alpha1.History;
import build.stave.crds.v1alpha1.ImageBuildRun;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which finished runs are deleted. */
final class RunHistoryTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  /**
   * Runs numbered from 1: S for one that succeeded, F failed, C cancelled, R runs; one an hour
   * since midnight.
   */
  private static OwnRuns runs(String phases) {
    List<ImageBuildRun> runs =
        IntStream.range(0, phases.length())
            .mapToObj(i -> run(build(), i + 1, status(phases.charAt(i), i)))
            .toList();
    return OwnRuns.of(build(), Fixtures.known(runs));
  }

  private static String status(char phase, int hour) {
    String name =
        switch (phase) {
          case 'S' -> "Succeeded";
          case 'F' -> "Failed";
          case 'C' -> "Cancelled";
          default -> "Running";
        };
    return phase == 'R'
        ? "{\"phase\":\"Running\"}"
        : "{\"phase\":\"%s\",\"completionTime\":\"2026-01-01T%02d:00:00Z\"}".formatted(name, hour);
  }

  private static List<Long> obsolete(String phases, History history) {
    return RunHistory.of(runs(phases), history, NOON).obsolete().stream()
        .map(Run::number)
        .sorted()
        .toList();
  }

  @Test
  void keepsTheNewestOfEachKind() {
    var two = new History(2, 1, null);

    assertThat(obsolete("", two)).isEmpty();
    assertThat(obsolete("SS", two)).isEmpty();
    assertThat(obsolete("SFSFSF", two)).containsExactly(1L, 2L, 4L);
    assertThat(obsolete("CF", two)).containsExactly(1L);

    assertThat(RunHistory.of(runs("SSSSSSS"), null, NOON).obsolete()).hasSize(2);
  }

  @Test
  void keepsWhatIsNotOver() {
    assertThat(obsolete("RSSR", new History(1, 1, "1m"))).containsExactly(2L);
  }

  @Test
  void keepsTheLatestAndTheLatestImageHoweverOld() {
    var anHour = new History(5, 5, "1h");

    assertThat(obsolete("SSFF", anHour)).containsExactly(1L, 3L);
    assertThat(obsolete("S", anHour)).isEmpty();
  }

  @Test
  void saysWhenTheNextIsOldEnough() {
    RunHistory history = RunHistory.of(runs("SSSS"), new History(5, 5, "11h30m"), NOON);

    assertThat(history.obsolete()).extracting(Run::number).containsExactly(1L);
    assertThat(history.nextExpiry()).contains(Instant.parse("2026-01-01T12:30:00Z"));
  }
}
