package build.stave.problem;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A step of a Dockerfile that went wrong.
 *
 * @param stage its name, or its number from 0; empty where it is not known yet
 * @param instruction as written, on one line; empty where it is not known yet
 * @param exitCode of a RUN
 * @param cause why it ended so, where that is not its own doing
 * @param output last lines that it printed, oldest first
 */
public record FailedStep(
    String stage,
    String instruction,
    OptionalInt exitCode,
    Optional<String> cause,
    List<String> output) {
  public FailedStep {
    output = List.copyOf(output);
  }

  /** A RUN that ended with this code. */
  public static FailedStep ended(int exitCode, Optional<String> cause, List<String> output) {
    return new FailedStep("", "", OptionalInt.of(exitCode), cause, output);
  }

  /** The same, named. */
  FailedStep named(String ofStage, String text) {
    return new FailedStep(ofStage, text, exitCode, cause, output);
  }
}
