package build.stave.cli;

import build.stave.engine.BuildEvent;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A view that a terminal redraws in place: finished work scrolls up as single lines, running work
 * stays at the bottom with the last lines of its output.
 */
final class LiveProgress implements BuildEvent.Listener {
  private static final int TAIL = 4;
  private static final Duration TICK = Duration.ofMillis(100);

  private final PrintStream out;
  private final Clock clock;
  private final int width;
  private final Map<Integer, Running> running = new LinkedHashMap<>();
  private final Thread ticker;
  private int drawn;

  private record Running(String title, Instant since, Deque<String> tail) {}

  LiveProgress(PrintStream out, Clock clock, int width) {
    this.out = out;
    this.clock = clock;
    this.width = width;
    ticker = Thread.ofVirtual().start(this::tick);
  }

  @Override
  public synchronized void on(BuildEvent event) {
    switch (event) {
      case BuildEvent.Started started ->
          running.put(
              started.vertex(), new Running(started.title(), clock.instant(), new ArrayDeque<>()));
      case BuildEvent.Output output -> tail(output.vertex(), output.line());
      case BuildEvent.Note note when note.vertex() == 0 -> {
        erase();
        out.println(note.text());
      }
      case BuildEvent.Note note -> tail(note.vertex(), note.text());
      case BuildEvent.Finished finished -> finish(finished);
      case BuildEvent.Warning warning -> {
        erase();
        out.print(ProblemReport.warning(warning.rule(), warning.message(), warning.location()));
      }
    }
    draw();
  }

  private void tail(int vertex, String line) {
    Running work = running.get(vertex);
    if (work != null) {
      work.tail.addLast(line);
      while (work.tail.size() > TAIL) {
        work.tail.removeFirst();
      }
    }
  }

  private void finish(BuildEvent.Finished finished) {
    Running work = running.remove(finished.vertex());
    if (work == null) {
      return;
    }
    erase();
    String mark =
        switch (finished.outcome()) {
          case DONE -> "✔";
          case CACHED -> "=";
          case FAILED -> "✘";
          case CANCELED -> "-";
        };
    out.println(line(mark + " " + work.title, finished.took()));
    if (finished.outcome() == BuildEvent.Outcome.FAILED) {
      work.tail.forEach(text -> out.println("    " + text));
    }
  }

  private synchronized void redraw() {
    draw();
  }

  private void draw() {
    erase();
    Instant now = clock.instant();
    for (Running work : running.values()) {
      out.println(line("▸ " + work.title, Duration.between(work.since, now)));
      drawn++;
      for (String text : work.tail) {
        out.println(cut("    " + text, width - 1));
        drawn++;
      }
    }
    out.flush();
  }

  private void erase() {
    if (drawn > 0) {
      // From the first column: a key such as Ctrl-C leaves its echo on the line.
      out.print("\r\u001b[" + drawn + "A\u001b[J");
      drawn = 0;
    }
  }

  private String line(String text, Duration took) {
    String time = PlainProgress.seconds(took);
    int room = Math.max(10, width - time.length() - 2);
    String head = cut(text, room);
    return head + " ".repeat(Math.max(1, width - 1 - head.length() - time.length())) + time;
  }

  private static String cut(String text, int room) {
    String clean = text.replaceAll("\\p{Cntrl}", " ");
    return clean.length() <= room ? clean : clean.substring(0, Math.max(0, room - 1)) + "…";
  }

  private void tick() {
    try {
      while (true) {
        Thread.sleep(TICK);
        redraw();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Shows the last state. */
  void close() {
    ticker.interrupt();
    redraw();
  }
}
