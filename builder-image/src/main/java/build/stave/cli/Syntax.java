package build.stave.cli;

import java.util.List;

/**
 * What may be written after the name of a command, and what its help says.
 *
 * @param name such as {@code stave build}
 * @param description one sentence
 * @param arguments those that are no flags; each may be left out
 * @param flags in the order of the help
 */
record Syntax(String name, String description, List<Argument> arguments, List<Flag> flags) {
  /**
   * An argument that is no flag.
   *
   * @param label what stands for it in the help
   */
  record Argument(String label, String description) {}
}
