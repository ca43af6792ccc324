package build.stave.cli;

import build.stave.engine.BuildEvent;
import java.io.PrintStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** One line an event: {@code #4 [build 2/5] RUN npm ci 3.2s}. */
final class PlainProgress implements BuildEvent.Listener {
  private final PrintStream out;
  private final Map<Integer, String> titles = new HashMap<>();

  PlainProgress(PrintStream out) {
    this.out = out;
  }

  @Override
  public synchronized void on(BuildEvent event) {
    switch (event) {
      case BuildEvent.Started started -> {
        titles.put(started.vertex(), started.title());
        out.println("#" + started.vertex() + " " + started.title());
      }
      case BuildEvent.Output output -> out.println("#" + output.vertex() + " " + output.line());
      case BuildEvent.Note note ->
          out.println(note.vertex() == 0 ? note.text() : "#" + note.vertex() + " " + note.text());
      case BuildEvent.Finished finished ->
          out.println(
              "#"
                  + finished.vertex()
                  + " "
                  + titles.getOrDefault(finished.vertex(), "")
                  + ending(finished)
                  + "  "
                  + seconds(finished.took()));
      case BuildEvent.Warning warning ->
          out.print(ProblemReport.warning(warning.rule(), warning.message(), warning.location()));
    }
    out.flush();
  }

  static String ending(BuildEvent.Finished finished) {
    return switch (finished.outcome()) {
      case DONE -> "";
      case CACHED -> "  CACHED";
      case FAILED -> "  FAILED";
      case CANCELED -> "  CANCELED";
    };
  }

  static String seconds(Duration took) {
    return String.format(Locale.ROOT, "%.1fs", took.toMillis() / 1000.0);
  }
}
