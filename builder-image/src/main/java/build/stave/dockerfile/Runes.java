package build.stave.dockerfile;

/** Code points of a text, read one after the other; what counts as space follows Go's unicode. */
final class Runes {
  static final int END = -1;

  private final int[] codePoints;
  private int position;

  Runes(String text) {
    codePoints = text.codePoints().toArray();
  }

  int peek() {
    return position < codePoints.length ? codePoints[position] : END;
  }

  int next() {
    return position < codePoints.length ? codePoints[position++] : END;
  }

  static boolean isSpace(int codePoint) {
    return (codePoint >= '\t' && codePoint <= '\r')
        || codePoint == 0x85
        || Character.isSpaceChar(codePoint);
  }

  static String trimLeft(String text) {
    int start = 0;
    while (start < text.length() && isSpace(text.charAt(start))) {
      start++;
    }
    return text.substring(start);
  }

  static String trim(String text) {
    int end = text.length();
    while (end > 0 && isSpace(text.charAt(end - 1))) {
      end--;
    }
    return trimLeft(text.substring(0, end));
  }
}
