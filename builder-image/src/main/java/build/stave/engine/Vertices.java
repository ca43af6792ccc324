package build.stave.engine;

import build.stave.engine.BuildEvent.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Numbers the units of work of one build and tells the listener of each. */
final class Vertices {
  private final BuildEvent.Listener listener;
  private final Clock clock;
  private final AtomicInteger next = new AtomicInteger(1);

  Vertices(BuildEvent.Listener listener, Clock clock) {
    this.listener = listener;
    this.clock = clock;
  }

  /** A unit of work that has started. */
  final class Vertex {
    private final int number;

    private Vertex(int number) {
      this.number = number;
    }

    void output(boolean error, String line) {
      listener.on(new BuildEvent.Output(number, error, line));
    }

    void note(String text) {
      listener.on(new BuildEvent.Note(number, text));
    }
  }

  /** Work on a vertex. */
  interface Work<T> {
    /** Does it. */
    T on(Vertex vertex) throws Exception;
  }

  /** Does the work as a vertex of its own. */
  <T> T run(String title, Work<T> work) throws Exception {
    return run(title, Optional.empty(), work);
  }

  /** Does the work of a step. */
  <T> T step(String title, BuildEvent.StepName step, Work<T> work) throws Exception {
    return run(title, Optional.of(step), work);
  }

  /** Tells of a step that need not be carried out. */
  void cached(String title, BuildEvent.StepName step) {
    int number = next.getAndIncrement();
    listener.on(new BuildEvent.Started(number, title, Optional.of(step)));
    listener.on(new BuildEvent.Finished(number, Duration.ZERO, Outcome.CACHED));
  }

  private <T> T run(String title, Optional<BuildEvent.StepName> step, Work<T> work)
      throws Exception {
    int number = next.getAndIncrement();
    listener.on(new BuildEvent.Started(number, title, step));
    Instant start = clock.instant();
    Outcome outcome = Outcome.FAILED;
    try {
      T result = work.on(new Vertex(number));
      outcome = Outcome.DONE;
      return result;
    } catch (InterruptedException e) {
      outcome = Outcome.CANCELED;
      throw e;
    } finally {
      Duration took = Duration.between(start, clock.instant());
      listener.on(new BuildEvent.Finished(number, took, outcome));
    }
  }

  /** A warning that belongs to no line. */
  void say(String text) {
    listener.on(new BuildEvent.Note(0, text));
  }

  void warn(BuildEvent.Warning warning) {
    listener.on(warning);
  }
}
