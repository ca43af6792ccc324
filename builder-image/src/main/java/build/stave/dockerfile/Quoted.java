package build.stave.dockerfile;

/** Texts in double quotes for messages, with escapes for what does not print. */
final class Quoted {
  private static final int LONGEST = 200;

  private Quoted() {}

  static String of(String text) {
    StringBuilder out = new StringBuilder("\"");
    String shown = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
    for (int c : shown.codePoints().toArray()) {
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < ' ') {
            out.append("\\x%02x".formatted(c));
          } else {
            out.appendCodePoint(c);
          }
        }
      }
    }
    return out.append(text.length() > LONGEST ? "…\"" : "\"").toString();
  }
}
