package build.stave.job;

import static org.assertj.core.api.Assertions.assertThat;

import build.stave.crds.job.Outcome;
import build.stave.crds.job.PodPaths;
import build.stave.crds.v1alpha1.Failure;
import build.stave.crds.v1alpha1.FailureClass;
import build.stave.crds.v1alpha1.Isolation;
import build.stave.crds.v1alpha1.SourceStatus;
import build.stave.crds.v1alpha1.StepStatus;
import build.stave.oci.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class TerminationMessageTest {
  private static Outcome outcome(int steps, String log, String message) {
    List<StepStatus> done = new ArrayList<>();
    for (int i = 0; i < steps; i++) {
      done.add(new StepStatus("build", "RUN step " + i, i + 1, null, (long) i * 10));
    }
    done.add(new StepStatus("build", "RUN last", steps + 1, null, null));
    return new Outcome(
        new SourceStatus("a".repeat(40), "main"),
        Isolation.Nested,
        done,
        null,
        new Failure(
            FailureClass.User,
            "StepFailed",
            message,
            "build",
            "RUN last",
            "Dockerfile",
            steps + 1,
            1,
            log));
  }

  private static Outcome written(Outcome outcome) {
    byte[] bytes = TerminationMessage.of(outcome);
    assertThat(bytes.length).isLessThanOrEqualTo(PodPaths.TERMINATION_MESSAGE_LIMIT);
    return Json.read(bytes, Outcome.class);
  }

  private static Failure failure(Outcome outcome) {
    return Objects.requireNonNull(outcome.failure());
  }

  @Test
  void whatFitsIsLeftAlone() {
    Outcome outcome = outcome(5, "one\ntwo", "Dockerfile:6: RUN last: exit code 1");
    assertThat(written(outcome)).isEqualTo(outcome);
  }

  @Test
  void aLogLosesItsBeginningAtALine() {
    String log = "line of a log\n".repeat(2000) + "the end";
    Outcome written = written(outcome(3, log, "m"));
    assertThat(written.steps()).hasSize(4);
    assertThat(failure(written).logTail()).startsWith("line of a log\n").endsWith("the end");
    assertThat(TerminationMessage.of(written).length).isGreaterThan(4000);
  }

  @Test
  void stepsGoFromTheQuickest() {
    Outcome written = written(outcome(200, "x".repeat(5000), "m"));
    List<String> kept = written.steps().stream().map(StepStatus::instruction).toList();
    assertThat(kept)
        .endsWith("RUN step 198", "RUN step 199", "RUN last")
        .doesNotContain("RUN step 0");
    assertThat(failure(written).logTail()).hasSizeGreaterThanOrEqualTo(900);
  }

  @Test
  void anyTextStaysJsonWithinTheLimit() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    for (int i = 0; i < 100; i++) {
      var log = new StringBuilder();
      int length = random.nextInt(6000);
      while (log.length() < length) {
        log.appendCodePoint(
            switch (random.nextInt(5)) {
              case 0 -> 0x1F600 + random.nextInt(50);
              case 1 -> random.nextInt(32);
              case 2 -> 0x4E00 + random.nextInt(1000);
              case 3 -> '\n';
              default -> 'a' + random.nextInt(26);
            });
      }
      Outcome outcome = outcome(random.nextInt(150), log.toString(), "m".repeat(1000));
      byte[] bytes = TerminationMessage.of(outcome);
      assertThat(bytes.length).as("seed " + seed).isLessThanOrEqualTo(4096);
      String text = new String(bytes, StandardCharsets.UTF_8);
      assertThat(text.getBytes(StandardCharsets.UTF_8)).as("seed " + seed).isEqualTo(bytes);
      String tail = failure(Json.read(bytes, Outcome.class)).logTail();
      assertThat(log.toString()).as("seed " + seed).endsWith(tail == null ? "" : tail);
    }
  }
}
