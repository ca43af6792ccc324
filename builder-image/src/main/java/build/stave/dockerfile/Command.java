package build.stave.dockerfile;

import java.util.List;

/** What RUN, CMD, ENTRYPOINT and HEALTHCHECK CMD run. */
public sealed interface Command {
  /** Text for the shell. */
  record Shell(String text) implements Command {}

  /** An argument vector, from a JSON array. */
  record Exec(List<String> arguments) implements Command {
    public Exec {
      arguments = List.copyOf(arguments);
    }
  }
}
