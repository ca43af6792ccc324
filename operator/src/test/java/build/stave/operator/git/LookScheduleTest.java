package build.stave.operator.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a source is looked at again. */
final class LookScheduleTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "PT10S, 0, PT10S",
    "PT10S, 1, PT20S",
    "PT10S, 4, PT2M40S",
    "PT10S, 500, PT2M40S",
    "PT5M, 3, PT40M",
    "PT5M, 4, PT1H",
    "PT6H, 9, PT6H",
  })
  void waitsLongerTheMoreLooksFailed(Duration interval, int failures, Duration pause) {
    for (int i = 0; i < 500; i++) {
      var schedule = new LookSchedule(interval, "uid" + i);
      Duration actual = Duration.between(NOON, schedule.next(NOON, failures));

      assertThat(actual).isBetween(percent(pause, 90), percent(pause, 110));
      assertThat(schedule.next(NOON, failures)).isEqualTo(schedule.next(NOON, failures));
      assertThat(schedule.latest(NOON, failures)).isAfterOrEqualTo(schedule.next(NOON, failures));
    }
  }

  private static Duration percent(Duration duration, int percent) {
    return duration.multipliedBy(percent).dividedBy(100);
  }

  @Test
  void spreadsWhatBeganTogether() {
    Set<Long> seconds = new HashSet<>();
    IntStream.range(0, 1000)
        .mapToObj(i -> new LookSchedule(Duration.ofMinutes(10), "uid" + i).next(NOON, 0))
        .forEach(next -> seconds.add(next.getEpochSecond()));

    assertThat(seconds).hasSizeGreaterThan(110);
  }
}
