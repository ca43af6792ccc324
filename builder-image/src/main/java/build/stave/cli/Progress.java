package build.stave.cli;

import build.stave.engine.BuildEvent;
import java.io.PrintStream;
import java.time.Clock;

/** The view of progress that the flags ask for. */
record Progress(BuildEvent.Listener listener, Runnable view) {
  private static final int DEFAULT_WIDTH = 100;

  static Progress of(OutputOptions options) {
    PrintStream err = System.err;
    if (options.quiet()) {
      return quiet();
    }
    return switch (options.progress()) {
      case QUIET -> quiet();
      case PLAIN -> new Progress(new PlainProgress(err), () -> {});
      case JSON -> new Progress(new JsonProgress(err), () -> {});
      case TTY -> live(err);
      case AUTO -> Terminal.shown() ? live(err) : new Progress(new PlainProgress(err), () -> {});
    };
  }

  private static Progress quiet() {
    return new Progress(event -> {}, () -> {});
  }

  private static Progress live(PrintStream err) {
    var view = new LiveProgress(err, Clock.systemUTC(), Terminal.width(DEFAULT_WIDTH));
    return new Progress(view, view::close);
  }

  /** Shows the last state and lets the terminal go. */
  void close() {
    view.run();
  }
}
