package build.stave.dockerfile;

import java.util.List;
import java.util.stream.Collectors;

/** Nodes as the s-expressions of BuildKit's golden files. */
final class NodePrinter {
  private NodePrinter() {}

  static String print(List<Node> nodes) {
    return nodes.stream().map(n -> "(" + print(n) + ")").collect(Collectors.joining("\n"));
  }

  private static String print(Node node) {
    StringBuilder out = new StringBuilder(node.keyword());
    if (!node.flags().isEmpty()) {
      out.append(
          node.flags().stream()
              .map(NodePrinter::quote)
              .collect(Collectors.joining(" ", " [", "]")));
    }
    if (node.trigger() != null) {
      return out.append(" (").append(print(node.trigger())).append(")").toString();
    }
    node.words().forEach(word -> out.append(' ').append(quote(word)));
    return out.toString();
  }

  static String quote(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (int c : text.codePoints().toArray()) {
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        default -> {
          if (c < ' ') {
            out.append("\\x%02x".formatted(c));
          } else {
            out.appendCodePoint(c);
          }
        }
      }
    }
    return out.append('"').toString();
  }
}
