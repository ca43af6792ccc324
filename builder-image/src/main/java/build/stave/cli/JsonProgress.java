package build.stave.cli;

import build.stave.engine.BuildEvent;
import build.stave.engine.BuildEvent.Outcome;
import build.stave.oci.Json;
import build.stave.problem.Location;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** One JSON object an event and line. */
final class JsonProgress implements BuildEvent.Listener {
  private final PrintStream out;

  JsonProgress(PrintStream out) {
    this.out = out;
  }

  @Override
  public synchronized void on(BuildEvent event) {
    out.println(new String(Json.bytes(fields(event)), StandardCharsets.UTF_8));
    out.flush();
  }

  private static Map<String, Object> fields(BuildEvent event) {
    return switch (event) {
      case BuildEvent.Started(int vertex, String title, _) ->
          Map.of("event", "started", "vertex", vertex, "title", title);
      case BuildEvent.Output(int vertex, boolean error, String line) -> {
        String stream = error ? "stderr" : "stdout";
        yield Map.of("event", "output", "vertex", vertex, "stream", stream, "line", line);
      }
      case BuildEvent.Note(int vertex, String text) ->
          Map.of("event", "note", "vertex", vertex, "text", text);
      case BuildEvent.Finished(int vertex, Duration took, Outcome outcome) ->
          Map.of(
              "event",
              "finished",
              "vertex",
              vertex,
              "milliseconds",
              took.toMillis(),
              "outcome",
              outcome.name());
      case BuildEvent.Warning(String rule, String message, Location location) ->
          Map.of(
              "event",
              "warning",
              "rule",
              rule,
              "message",
              message,
              "file",
              location.file(),
              "line",
              location.line());
    };
  }
}
