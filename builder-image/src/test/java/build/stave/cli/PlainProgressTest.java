package build.stave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import build.stave.engine.BuildEvent;
import build.stave.engine.BuildEvent.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

final class PlainProgressTest {
  private static final List<BuildEvent> EVENTS =
      List.of(
          new BuildEvent.Started(4, "[build 2/5] RUN npm ci"),
          new BuildEvent.Output(4, true, "added 12 packages"),
          new BuildEvent.Finished(4, Duration.ofMillis(3240), Outcome.DONE),
          new BuildEvent.Started(5, "[build 3/5] RUN false"),
          new BuildEvent.Finished(5, Duration.ofMillis(15), Outcome.FAILED));

  private static String printed(Function<PrintStream, BuildEvent.Listener> view) {
    var bytes = new ByteArrayOutputStream();
    BuildEvent.Listener listener =
        view.apply(new PrintStream(bytes, false, StandardCharsets.UTF_8));
    EVENTS.forEach(listener::on);
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void plainLines() {
    assertThat(printed(PlainProgress::new))
        .isEqualTo(
            """
            #4 [build 2/5] RUN npm ci
            #4 added 12 packages
            #4 [build 2/5] RUN npm ci  3.2s
            #5 [build 3/5] RUN false
            #5 [build 3/5] RUN false  FAILED  0.0s
            """);
  }

  @Test
  void jsonLines() {
    assertThat(printed(JsonProgress::new).lines())
        .first()
        .isEqualTo("{\"event\":\"started\",\"title\":\"[build 2/5] RUN npm ci\",\"vertex\":4}");
  }
}
