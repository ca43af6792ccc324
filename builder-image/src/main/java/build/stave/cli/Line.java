package build.stave.cli;

import java.nio.file.Path;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.MissingArgumentException;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.apache.commons.cli.UnrecognizedOptionException;
import org.jspecify.annotations.Nullable;

/** A command line taken apart; what is wrong with it is a {@link ParseException} for a person. */
final class Line {
  private final CommandLine parsed;

  private Line(CommandLine parsed) {
    this.parsed = parsed;
  }

  static Line parse(Syntax syntax, List<String> arguments) throws ParseException {
    var options = new Options();
    for (Flag flag : syntax.flags()) {
      options.addOption(flag.option());
    }
    DefaultParser parser =
        DefaultParser.builder()
            .setAllowPartialMatching(false)
            .setStripLeadingAndTrailingQuotes(false)
            .get();
    CommandLine parsed;
    try {
      parsed = parser.parse(options, Tokens.of(options, arguments));
    } catch (UnrecognizedOptionException e) {
      throw new ParseException("unknown flag " + e.getOption());
    } catch (MissingArgumentException e) {
      Option option = e.getOption();
      throw new ParseException(
          "--" + option.getLongOpt() + " needs a value: " + option.getArgName());
    }
    List<String> rest = parsed.getArgList();
    if (rest.size() > syntax.arguments().size()) {
      throw new ParseException("unexpected argument " + rest.get(syntax.arguments().size()));
    }
    return new Line(parsed);
  }

  /** The argument that is no flag, if there is one. */
  String argument(String fallback) {
    List<String> arguments = parsed.getArgList();
    return arguments.isEmpty() ? fallback : arguments.getFirst();
  }

  boolean has(Flag flag) throws ParseException {
    if (parsed.getOptionCount(flag.name()) > 1) {
      throw new ParseException("--" + flag.name() + " is given more than once");
    }
    return parsed.hasOption(flag.name());
  }

  /** The values of a flag that may be repeated. */
  List<String> values(Flag flag) {
    String[] values = parsed.getOptionValues(flag.name());
    return values == null ? List.of() : List.of(values);
  }

  @Nullable String value(Flag flag) throws ParseException {
    return has(flag) ? parsed.getOptionValue(flag.name()) : null;
  }

  String value(Flag flag, String fallback) throws ParseException {
    String value = value(flag);
    return value == null ? fallback : value;
  }

  @Nullable Path path(Flag flag) throws ParseException {
    String value = value(flag);
    return value == null ? null : Path.of(value);
  }

  int number(Flag flag, int fallback) throws ParseException {
    String value = value(flag);
    try {
      return value == null ? fallback : Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new ParseException("--" + flag.name() + " " + value + ": this is no number");
    }
  }

  /** One of an enumeration's constants, in any case. */
  <E extends Enum<E>> E choice(Flag flag, E fallback) throws ParseException {
    String value = value(flag);
    if (value == null) {
      return fallback;
    }
    for (E constant : fallback.getDeclaringClass().getEnumConstants()) {
      if (constant.name().equalsIgnoreCase(value)) {
        return constant;
      }
    }
    throw new ParseException(
        "--" + flag.name() + " " + value + ": this is none of " + flag.value());
  }
}
