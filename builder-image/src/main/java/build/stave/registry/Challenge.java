package build.stave.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One challenge of WWW-Authenticate (RFC 9110, 11.6.1).
 *
 * @param scheme lower case, such as {@code bearer}
 * @param parameters by name in lower case
 */
record Challenge(String scheme, Map<String, String> parameters) {
  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
  private static final Pattern PARAMETER =
      Pattern.compile(
          "\\G[\\s,]*(" + TOKEN + ")\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^\\s,]*))");
  private static final Pattern SCHEME =
      Pattern.compile("\\G[\\s,]*(" + TOKEN + ")(?=\\s|,|$)(?!\\s*=)");

  /** All challenges of all header fields, in order. */
  static List<Challenge> parse(List<String> fields) {
    var challenges = new ArrayList<Challenge>();
    for (String field : fields) {
      int position = 0;
      Matcher scheme = SCHEME.matcher(field);
      while (scheme.find(position)) {
        var parameters = new TreeMap<String, String>();
        position = scheme.end();
        Matcher parameter = PARAMETER.matcher(field);
        while (parameter.find(position)) {
          String quoted = parameter.group(2);
          String value = quoted == null ? parameter.group(3) : quoted.replaceAll("\\\\(.)", "$1");
          parameters.put(parameter.group(1).toLowerCase(Locale.ROOT), value);
          position = parameter.end();
        }
        challenges.add(
            new Challenge(scheme.group(1).toLowerCase(Locale.ROOT), Map.copyOf(parameters)));
      }
    }
    return List.copyOf(challenges);
  }

  static Optional<Challenge> of(List<Challenge> challenges, String scheme) {
    return challenges.stream().filter(c -> c.scheme().equals(scheme)).findFirst();
  }

  String parameter(String name) {
    return parameters.getOrDefault(name, "");
  }
}
