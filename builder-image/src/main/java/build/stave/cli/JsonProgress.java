package build.stave.cli;

import build.stave.engine.BuildEvent;
import build.stave.oci.Json;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** One JSON object an event and line. */
final class JsonProgress implements BuildEvent.Listener {
  private final PrintStream out;

  JsonProgress(PrintStream out) {
    this.out = out;
  }

  @Override
  public synchronized void on(BuildEvent event) {
    Map<String, Object> fields = new LinkedHashMap<>();
    switch (event) {
      case BuildEvent.Started started -> {
        fields.put("event", "started");
        fields.put("vertex", started.vertex());
        fields.put("title", started.title());
      }
      case BuildEvent.Output output -> {
        fields.put("event", "output");
        fields.put("vertex", output.vertex());
        fields.put("stream", output.error() ? "stderr" : "stdout");
        fields.put("line", output.line());
      }
      case BuildEvent.Note note -> {
        fields.put("event", "note");
        fields.put("vertex", note.vertex());
        fields.put("text", note.text());
      }
      case BuildEvent.Finished finished -> {
        fields.put("event", "finished");
        fields.put("vertex", finished.vertex());
        fields.put("milliseconds", finished.took().toMillis());
        fields.put("outcome", finished.outcome().name());
      }
      case BuildEvent.Warning warning -> {
        fields.put("event", "warning");
        fields.put("rule", warning.rule());
        fields.put("message", warning.message());
        fields.put("file", warning.location().file());
        fields.put("line", warning.location().line());
      }
    }
    out.println(new String(Json.bytes(fields), StandardCharsets.UTF_8));
    out.flush();
  }
}
