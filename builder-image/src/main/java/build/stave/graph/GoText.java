package build.stave.graph;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Texts as Go prints values: the history entries that docker and BuildKit write are made of them.
 */
final class GoText {
  private static final long MICROSECOND = 1_000;
  private static final long MILLISECOND = 1_000_000;
  private static final long SECOND = 1_000_000_000;

  private GoText() {}

  /** {@code %v} of a list: {@code [a b]}. */
  static String list(List<String> values) {
    return "[" + String.join(" ", values) + "]";
  }

  /** {@code %q} of a list: {@code ["a" "b"]}. */
  static String quotedList(List<String> values) {
    return values.stream().map(GoText::quoted).collect(Collectors.joining(" ", "[", "]"));
  }

  /** {@code %q} of a string. */
  static String quoted(String value) {
    var text = new StringBuilder("\"");
    value.codePoints().forEach(c -> appendQuoted(text, c));
    return text.append('"').toString();
  }

  private static void appendQuoted(StringBuilder text, int c) {
    switch (c) {
      case '"' -> text.append("\\\"");
      case '\\' -> text.append("\\\\");
      case 0x07 -> text.append("\\a");
      case '\b' -> text.append("\\b");
      case '\f' -> text.append("\\f");
      case '\n' -> text.append("\\n");
      case '\r' -> text.append("\\r");
      case '\t' -> text.append("\\t");
      case 0x0b -> text.append("\\v");
      default -> {
        if (isPrintable(c)) {
          text.appendCodePoint(c);
        } else if (c < 0x80) {
          text.append(String.format("\\x%02x", c));
        } else {
          text.append(String.format(c < 0x10000 ? "\\u%04x" : "\\U%08x", c));
        }
      }
    }
  }

  private static boolean isPrintable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      case Character.SPACE_SEPARATOR -> c == ' ';
      default -> true;
    };
  }

  /** A {@code time.Duration}: {@code 1m30s}, {@code 1.5s}, {@code 250ms}, {@code 0s}. */
  static String duration(long nanoseconds) {
    if (nanoseconds == 0) {
      return "0s";
    }
    if (nanoseconds < MICROSECOND) {
      return nanoseconds + "ns";
    }
    if (nanoseconds < MILLISECOND) {
      return decimal(nanoseconds, MICROSECOND) + "µs";
    }
    if (nanoseconds < SECOND) {
      return decimal(nanoseconds, MILLISECOND) + "ms";
    }
    long minutes = nanoseconds / (60 * SECOND);
    String seconds = decimal(nanoseconds % (60 * SECOND), SECOND) + "s";
    if (minutes == 0) {
      return seconds;
    }
    return minutes < 60
        ? minutes + "m" + seconds
        : minutes / 60 + "h" + minutes % 60 + "m" + seconds;
  }

  private static String decimal(long value, long unit) {
    return java.math.BigDecimal.valueOf(value)
        .divide(java.math.BigDecimal.valueOf(unit))
        .stripTrailingZeros()
        .toPlainString();
  }
}
