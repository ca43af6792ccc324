package build.stave.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import build.stave.problem.StaveException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TimestampsTest {
  @Test
  void withoutAnythingTheTimeIsFixed() {
    Timestamps times = Timestamps.of(Map.of(), Optional.empty());

    assertThat(times.createdText()).isEqualTo("1980-01-01T00:00:01Z");
    assertThat(times.epoch()).isEqualTo(Timestamps.DEFAULT_EPOCH);
    assertThat(times.explicit()).isFalse();
  }

  @Test
  void aCommitDatesTheConfigurationButNoFile() {
    Timestamps times = Timestamps.of(Map.of(), Optional.of(1_700_000_000L));

    assertThat(times.createdText()).isEqualTo("2023-11-14T22:13:20Z");
    assertThat(times.epoch()).isEqualTo(Timestamps.DEFAULT_EPOCH);
  }

  @Test
  void sourceDateEpochDatesAll() {
    Timestamps times =
        Timestamps.of(Map.of("SOURCE_DATE_EPOCH", "1000000000"), Optional.of(1_700_000_000L));

    assertThat(times).isEqualTo(new Timestamps(1_000_000_000L, 1_000_000_000L, true));
  }

  @Test
  void anythingButSecondsIsRefused() {
    for (String text : new String[] {"yesterday", "-1", "1.5"}) {
      assertThatThrownBy(() -> Timestamps.of(Map.of("SOURCE_DATE_EPOCH", text), Optional.empty()))
          .as(text)
          .isInstanceOf(StaveException.class);
    }
  }
}
