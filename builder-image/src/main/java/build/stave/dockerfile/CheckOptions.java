package build.stave.dockerfile;

import build.stave.problem.Location;
import build.stave.problem.Problem;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The value of a check directive: {@code skip=A,B;error=true;experimental=C}. */
record CheckOptions(Set<String> skip, boolean error, Set<String> experimental) {
  static final CheckOptions NONE = new CheckOptions(Set.of(), false, Set.of());

  private static final Pattern COMMENT = Pattern.compile("(?i)check\\s*=\\s*(\\S+).*");
  private static final Pattern SKIP = Pattern.compile("skip\\s*=(.*)");

  static CheckOptions parse(String value, Location where) {
    Set<String> skip = Set.of();
    Set<String> experimental = Set.of();
    boolean error = false;
    for (String option : value.split(";", -1)) {
      int equals = option.indexOf('=');
      String key = equals < 0 ? option : Runes.trim(option.substring(0, equals));
      String given = Runes.trim(option.substring(equals + 1));
      switch (equals < 0 ? "" : key) {
        case "skip" -> skip = names(given);
        case "experimental" -> experimental = names(given);
        case "error" -> error = error(given, option, where);
        default -> throw problem("invalid check option " + Quoted.of(key), where);
      }
    }
    return new CheckOptions(skip, error, experimental);
  }

  /** Rules that the comments right above an instruction skip for it. */
  static Set<String> skipped(List<String> comments) {
    Set<String> names = new TreeSet<>();
    for (String comment : comments) {
      Matcher matcher = COMMENT.matcher(comment);
      if (matcher.matches()) {
        for (String option : matcher.group(1).split(";", -1)) {
          Matcher skip = SKIP.matcher(option);
          if (skip.matches()) {
            names.addAll(names(skip.group(1)));
          }
        }
      }
    }
    return names;
  }

  private static Set<String> names(String list) {
    Set<String> names = new TreeSet<>();
    Arrays.stream(list.split(",")).map(Runes::trim).filter(n -> !n.isEmpty()).forEach(names::add);
    return names;
  }

  private static boolean error(String value, String option, Location where) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "true", "t", "1" -> true;
      case "false", "f", "0" -> false;
      default -> throw problem("failed to parse check option " + Quoted.of(option), where);
    };
  }

  private static RuntimeException problem(String message, Location where) {
    return Problem.user("failed to parse check options: " + message)
        .at(where)
        .fix("write # check=skip=<rule>,<rule>;error=true")
        .exception();
  }
}
