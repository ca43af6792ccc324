package build.stave.deflate;

/** Symbols of lengths and distances, and the extra bits that follow them (RFC 1951, 3.2.5). */
final class Alphabet {
  static final int END_OF_BLOCK = 256;
  static final int LITERALS_AND_LENGTHS = 286;
  static final int DISTANCES = 30;
  static final int MIN_LENGTH = 3;
  static final int MAX_LENGTH = 258;
  static final int MAX_DISTANCE = 32768;

  private Alphabet() {}

  static int lengthSymbol(int length) {
    int code;
    if (length == MAX_LENGTH) {
      code = 28;
    } else if (length < 11) {
      code = length - MIN_LENGTH;
    } else {
      int power = log2(length - MIN_LENGTH);
      code = 4 * (power - 1) + (((length - MIN_LENGTH) >>> (power - 2)) & 3);
    }
    return END_OF_BLOCK + 1 + code;
  }

  static int lengthExtraBits(int symbol) {
    int code = symbol - END_OF_BLOCK - 1;
    return code < 8 || code == 28 ? 0 : code / 4 - 1;
  }

  static int lengthExtra(int length) {
    return length == MAX_LENGTH
        ? 0
        : (length - MIN_LENGTH) & ((1 << lengthExtraBits(lengthSymbol(length))) - 1);
  }

  static int distanceSymbol(int distance) {
    int below = distance - 1;
    if (below < 4) {
      return below;
    }
    int power = log2(below);
    return 2 * power + ((below >>> (power - 1)) & 1);
  }

  static int distanceExtraBits(int symbol) {
    return symbol < 4 ? 0 : symbol / 2 - 1;
  }

  static int distanceExtra(int distance, int symbol) {
    return (distance - 1) & ((1 << distanceExtraBits(symbol)) - 1);
  }

  private static int log2(int value) {
    return 31 - Integer.numberOfLeadingZeros(value);
  }
}
