package build.stave.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import build.stave.problem.StaveException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DurationsTest {
  @ParameterizedTest
  @CsvSource({"90s,90", "30m,1800", "2h,7200", "1h30m,5400", "1H2M3S,3723"})
  void readsHoursMinutesSeconds(String text, long seconds) {
    assertThat(Durations.parse(text)).isEqualTo(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "5", "m", "1d", "-1s", "1s1m"})
  void refusesOthers(String text) {
    assertThatThrownBy(() -> Durations.parse(text))
        .isInstanceOf(StaveException.class)
        .hasMessageContaining("invalid duration");
  }

  @Test
  void saysHowToWriteIt() {
    assertThatThrownBy(() -> Durations.parse("soon"))
        .satisfies(e -> assertThat(((StaveException) e).problem().fix()).isPresent());
  }
}
