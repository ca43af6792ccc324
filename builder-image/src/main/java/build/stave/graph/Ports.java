package build.stave.graph;

import build.stave.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What EXPOSE takes: {@code [[ip:]host:]port[-port][/protocol]}; the part before the last colon
 * means nothing in an image (BuildKit convert_expose.go).
 */
final class Ports {
  private static final int HIGHEST = 65_535;

  private Ports() {}

  /** {@code 80} as {@code 80/tcp}; a range as each of its ports. */
  static List<String> parse(String text) {
    String container = text.substring(text.lastIndexOf(':') + 1);
    int slash = container.indexOf('/');
    String range = slash < 0 ? container : container.substring(0, slash);
    String protocol = slash < 0 ? "" : container.substring(slash + 1).toLowerCase(Locale.ROOT);
    if (range.isEmpty()) {
      throw malformed("no port specified: " + text + "<empty>");
    }
    switch (protocol) {
      case "" -> protocol = "tcp";
      case "tcp", "udp", "sctp" -> {}
      default -> throw malformed("invalid proto: " + protocol);
    }
    int dash = range.indexOf('-');
    int first = port(dash < 0 ? range : range.substring(0, dash), range);
    int last = dash < 0 ? first : port(range.substring(dash + 1), range);
    if (last < first) {
      throw malformed("invalid containerPort: " + range);
    }
    List<String> ports = new ArrayList<>();
    for (int port = first; port <= last; port++) {
      ports.add(port + "/" + protocol);
    }
    return ports;
  }

  private static int port(String text, String range) {
    int port = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : HIGHEST + 1;
    if (port > HIGHEST) {
      throw malformed("invalid containerPort: " + range);
    }
    return port;
  }

  private static RuntimeException malformed(String message) {
    return Problem.user(message)
        .fix("write port[-port][/tcp|/udp|/sctp], such as 8080 or 5000-5010/udp")
        .exception();
  }
}
