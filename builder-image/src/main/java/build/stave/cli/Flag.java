package build.stave.cli;

import java.util.List;
import org.apache.commons.cli.Option;

/**
 * A flag of a command: {@code --name}, and perhaps {@code -l} for it.
 *
 * @param letter the short name, or empty
 * @param name the long name, without its dashes
 * @param value what stands in the help for its value; empty for a flag that has none
 * @param description for the help
 */
record Flag(String letter, String name, String value, String description) {
  static final Flag HELP = new Flag("h", "help", "", "Show this help message and exit.");
  static final Flag VERSION = new Flag("V", "version", "", "Print version information and exit.");

  /** Those of every command. */
  static final List<Flag> STANDARD = List.of(HELP, VERSION);

  /** A flag that has a value. */
  static Flag of(String name, String value, String description) {
    return new Flag("", name, value, description);
  }

  /** A flag that is there or is not. */
  static Flag of(String name, String description) {
    return of(name, "", description);
  }

  /** The same flag with a short name. */
  Flag or(String shortName) {
    return new Flag(shortName, name, value, description);
  }

  /** Such as {@code -t, --tag NAME}, so that the long names of all flags are below each other. */
  String label() {
    return (letter.isEmpty() ? "    " : "-" + letter + ", ")
        + "--"
        + name
        + (value.isEmpty() ? "" : " " + value);
  }

  Option option() {
    return Option.builder(letter.isEmpty() ? null : letter)
        .longOpt(name)
        .hasArg(!value.isEmpty())
        .argName(value)
        .get();
  }
}
