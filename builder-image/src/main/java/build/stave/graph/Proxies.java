package build.stave.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The predefined proxy arguments: in a RUN's environment, never in the history or in an address
 * unless an ARG declares them (Dockerfile reference, predefined ARGs).
 */
final class Proxies {
  private static final List<String> NAMES =
      List.of("http_proxy", "https_proxy", "ftp_proxy", "no_proxy", "all_proxy");

  private Proxies() {}

  static boolean isProxy(String name) {
    return NAMES.contains(name.toLowerCase(Locale.ROOT));
  }

  /** {@code NAME=value} in both cases, but for names that the step has already. */
  static List<String> environment(Map<String, String> buildArgs, Set<String> taken) {
    List<String> env = new ArrayList<>();
    for (String name : NAMES) {
      String upper = name.toUpperCase(Locale.ROOT);
      String value = buildArgs.getOrDefault(upper, buildArgs.get(name));
      if (value == null) {
        continue;
      }
      for (String spelling : List.of(upper, name)) {
        if (!taken.contains(spelling)) {
          env.add(spelling + "=" + value);
        }
      }
    }
    return env;
  }
}
