package build.stave.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.apache.commons.cli.UnrecognizedOptionException;

/**
 * Arguments in the forms that the library reads as other commands do. By itself it takes {@code
 * -tagent} for {@code --tag ent}, knows no {@code -otype=oci,dest=a} and no {@code --push=false}.
 */
final class Tokens {
  private final Options options;
  private final List<String> tokens = new ArrayList<>();

  private Tokens(Options options) {
    this.options = options;
  }

  static String[] of(Options options, List<String> arguments) throws ParseException {
    var all = new Tokens(options);
    boolean ended = false;
    for (String argument : arguments) {
      ended |= argument.equals("--");
      if (ended || argument.length() < 3 || !argument.startsWith("-")) {
        all.tokens.add(argument);
      } else if (argument.startsWith("--")) {
        all.name(argument);
      } else {
        all.letters(argument);
      }
    }
    return all.tokens.toArray(String[]::new);
  }

  /** {@code --push=true} is {@code --push}; {@code --push=false} is nothing. */
  private void name(String argument) throws ParseException {
    int equals = argument.indexOf('=');
    Option option = equals < 0 ? null : options.getOption(argument.substring(0, equals));
    if (option == null || option.hasArg()) {
      tokens.add(argument);
      return;
    }
    switch (argument.substring(equals + 1).toLowerCase(Locale.ROOT)) {
      case "true" -> tokens.add(argument.substring(0, equals));
      case "false" -> {}
      default -> throw new ParseException(argument + ": this is neither true nor false");
    }
  }

  /** {@code -qtNAME} is {@code -q} and {@code --tag=NAME}. */
  private void letters(String argument) throws ParseException {
    for (int i = 1; i < argument.length(); i++) {
      Option option = options.getOption(argument.substring(i, i + 1));
      if (option == null) {
        throw new UnrecognizedOptionException("", argument);
      }
      if (option.hasArg() && i + 1 < argument.length()) {
        int value = argument.charAt(i + 1) == '=' ? i + 2 : i + 1;
        tokens.add("--" + option.getLongOpt() + "=" + argument.substring(value));
        return;
      }
      tokens.add("-" + option.getOpt());
    }
  }
}
