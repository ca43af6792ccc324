package build.stave.deflate;

/**
 * The two codes of a dynamic block as it starts with them: run lengths of lengths, Huffman coded.
 */
final class DynamicHeader {
  private static final int[] ORDER = {
    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15
  };
  private static final int REPEAT = 16;
  private static final int FEW_ZEROS = 17;
  private static final int MANY_ZEROS = 18;
  private static final int MAX_LENGTH = 7;

  private final int literalCodes;
  private final int distanceCodes;
  private final int[] items;
  private final int[] counts = new int[ORDER.length];
  private final HuffmanCode code;
  private int count;

  DynamicHeader(HuffmanCode literals, HuffmanCode distances) {
    literalCodes = literals.size(Alphabet.END_OF_BLOCK + 1);
    distanceCodes = distances.size(1);
    int[] lengths = new int[literalCodes + distanceCodes];
    System.arraycopy(literals.lengths(literalCodes), 0, lengths, 0, literalCodes);
    System.arraycopy(distances.lengths(distanceCodes), 0, lengths, literalCodes, distanceCodes);
    items = new int[lengths.length];
    int at = 0;
    while (at < lengths.length) {
      int end = at + 1;
      while (end < lengths.length && lengths[end] == lengths[at]) {
        end++;
      }
      addRun(lengths[at], end - at);
      at = end;
    }
    code = HuffmanCode.forCounts(counts, MAX_LENGTH);
  }

  /** Bits that it takes. */
  long cost() {
    return 5
        + 5
        + 4
        + 3L * codeLengths()
        + code.cost(counts)
        + 2L * counts[REPEAT]
        + 3L * counts[FEW_ZEROS]
        + 7L * counts[MANY_ZEROS];
  }

  void write(BitOutput out) {
    out.put(literalCodes - Alphabet.END_OF_BLOCK - 1, 5);
    out.put(distanceCodes - 1, 5);
    int codeLengths = codeLengths();
    out.put(codeLengths - 4, 4);
    for (int i = 0; i < codeLengths; i++) {
      out.put(code.length(ORDER[i]), 3);
    }
    for (int i = 0; i < count; i++) {
      int symbol = items[i] & 0xFF;
      out.put(code.code(symbol), code.length(symbol));
      out.put(items[i] >>> 8, extraBits(symbol));
    }
  }

  private int codeLengths() {
    int size = ORDER.length;
    while (size > 4 && code.length(ORDER[size - 1]) == 0) {
      size--;
    }
    return size;
  }

  private void addRun(int length, int times) {
    int left = times;
    if (length == 0) {
      while (left >= 11) {
        left -= add(MANY_ZEROS, Math.min(left, 138), 11);
      }
      if (left >= 3) {
        left -= add(FEW_ZEROS, left, 3);
      }
    } else {
      left -= add(length, 1, 1);
      while (left >= 3) {
        left -= add(REPEAT, Math.min(left, 6), 3);
      }
    }
    while (left > 0) {
      left -= add(length, 1, 1);
    }
  }

  private int add(int symbol, int times, int least) {
    items[count++] = symbol | ((times - least) << 8);
    counts[symbol]++;
    return times;
  }

  private static int extraBits(int symbol) {
    return switch (symbol) {
      case REPEAT -> 2;
      case FEW_ZEROS -> 3;
      case MANY_ZEROS -> 7;
      default -> 0;
    };
  }
}
