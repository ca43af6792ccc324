package build.stave.deflate;

import java.util.Arrays;

/** A prefix code: how long each symbol's code is, 0 for symbols it lacks, and its bits. */
final class HuffmanCode {
  /** Of the codes for literals, lengths and distances; more than that of any other. */
  static final int MAX_LENGTH = 15;

  private final int[] lengths;
  private final int[] codes;

  private HuffmanCode(int[] lengths) {
    this.lengths = lengths;
    this.codes = canonical(lengths);
  }

  /** The code of these lengths, which must be complete. */
  static HuffmanCode of(int[] lengths) {
    return new HuffmanCode(lengths);
  }

  /** A code for symbols that are used so often; has at least two symbols. */
  static HuffmanCode forCounts(int[] counts, int maxLength) {
    return new HuffmanCode(HuffmanLengths.forCounts(counts, maxLength));
  }

  int length(int symbol) {
    return lengths[symbol];
  }

  /** The code's bits, the first one lowest. */
  int code(int symbol) {
    return codes[symbol];
  }

  /** How many symbols there are up to the last that has a code, at least {@code atLeast}. */
  int size(int atLeast) {
    int size = lengths.length;
    while (size > atLeast && lengths[size - 1] == 0) {
      size--;
    }
    return size;
  }

  /** Bits that symbols take which are used so often. */
  long cost(int[] counts) {
    long bits = 0;
    for (int symbol = 0; symbol < counts.length; symbol++) {
      bits += (long) counts[symbol] * lengths[symbol];
    }
    return bits;
  }

  int[] lengths(int size) {
    return Arrays.copyOf(lengths, size);
  }

  /** RFC 1951, 3.2.2, with the bits reversed as they are written. */
  private static int[] canonical(int[] lengths) {
    int[] next = new int[MAX_LENGTH + 2];
    for (int length : lengths) {
      next[length + 1]++;
    }
    next[1] = 0;
    for (int length = 2; length <= MAX_LENGTH; length++) {
      next[length] = (next[length - 1] + next[length]) << 1;
    }
    int[] codes = new int[lengths.length];
    for (int symbol = 0; symbol < codes.length; symbol++) {
      int length = lengths[symbol];
      if (length > 0) {
        codes[symbol] = Integer.reverse(next[length]++) >>> (Integer.SIZE - length);
      }
    }
    return codes;
  }
}
