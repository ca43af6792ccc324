package build.stave.engine;

import build.stave.problem.Location;
import java.time.Duration;
import java.util.Optional;

/**
 * What a build tells of its progress. A vertex is one unit of work that a person would name: a
 * pull, a step, an export. Vertices are numbered from 1 in the order in which they start.
 */
public sealed interface BuildEvent {
  /**
   * Work begins.
   *
   * @param title such as {@code [build 2/5] RUN npm ci}
   * @param step where it is one of the Dockerfile
   */
  record Started(int vertex, String title, Optional<StepName> step) implements BuildEvent {
    /** Work that is no step of the Dockerfile. */
    public Started(int vertex, String title) {
      this(vertex, title, Optional.empty());
    }
  }

  /**
   * A step of the Dockerfile.
   *
   * @param stage its name, or its number from 0
   * @param instruction as written, on one line
   */
  record StepName(String stage, String instruction, Location location) {}

  /**
   * A line that a step printed.
   *
   * @param error whether to its standard error
   */
  record Output(int vertex, boolean error, String line) implements BuildEvent {}

  /** Something worth a line that no step printed; vertex 0 is the build as a whole. */
  record Note(int vertex, String text) implements BuildEvent {}

  /** Work ended. */
  record Finished(int vertex, Duration took, Outcome outcome) implements BuildEvent {}

  /**
   * A lint finding.
   *
   * @param rule name of the rule
   */
  record Warning(String rule, String message, Location location) implements BuildEvent {}

  /** How work ends. */
  enum Outcome {
    DONE,
    /** An earlier build had done it. */
    CACHED,
    FAILED,
    CANCELED
  }

  /** Takes events, from several threads. */
  interface Listener {
    /** Takes one event; returns soon. */
    void on(BuildEvent event);
  }
}
