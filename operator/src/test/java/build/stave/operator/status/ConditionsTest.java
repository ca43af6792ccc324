package build.stave.operator.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import build.stave.crds.v1alpha1.Condition;
import build.stave.crds.v1alpha1.Condition.Status;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConditionsTest {
  private static final Clock EARLY = at("2026-01-01T00:00:00.123Z");
  private static final Clock LATE = at("2026-01-01T01:00:00Z");

  private static Clock at(String time) {
    return Clock.fixed(Instant.parse(time), ZoneOffset.UTC);
  }

  @Test
  void theTimeIsThatOfTheLastChangeOfTheStatus() {
    List<Condition> first =
        new Conditions(List.of(), 1, EARLY).progressing("Pending", "no pod yet");
    List<Condition> second = new Conditions(first, 2, LATE).progressing("Building", "step 1");
    List<Condition> third = new Conditions(second, 2, LATE).ready("Succeeded", "shop@sha256:0");

    assertThat(second)
        .extracting(Condition::type, Condition::status, Condition::reason)
        .containsExactly(
            tuple("Ready", Status.Unknown, "Building"),
            tuple("Reconciling", Status.True, "Building"));
    assertThat(second)
        .extracting(Condition::lastTransitionTime)
        .containsOnly("2026-01-01T00:00:00Z");
    assertThat(third)
        .containsExactly(
            new Condition(
                "Ready", Status.True, "Succeeded", "shop@sha256:0", "2026-01-01T01:00:00Z", 2));
  }

  @Test
  void whatFailedStalls() {
    assertThat(new Conditions(List.of(), 1, EARLY).stalled("RunFailed", "Dockerfile:3"))
        .extracting(Condition::type, Condition::status)
        .containsExactly(tuple("Ready", Status.False), tuple("Stalled", Status.True));
  }
}
