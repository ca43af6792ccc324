package build.stave.deflate;

import java.util.Arrays;

/**
 * What one block holds: literals, two to a token where they follow each other, and matches. A token
 * has a first symbol (literal, or 253 + length), a second one (literal, 256 + distance symbol, or
 * none) and the extra bits of the distance.
 */
final class Tokens {
  /** A block ends with the token that reaches this. */
  static final int FULL = 16 * 1024;

  static final int FIRSTS = 512;
  static final int SECONDS = 287;
  static final int NONE = 286;
  static final int DISTANCE = 256;

  private static final int LENGTH = 253;

  /** Tokens that can be added at once to one that is not full. */
  private static final int ROOM = 64;

  private final int[] items = new int[FULL + ROOM];
  private final int[] firsts = new int[FIRSTS];
  private final int[] seconds = new int[SECONDS];
  private int count;

  static int literal(int value) {
    return value | (NONE << 9);
  }

  static int literals(int value, int next) {
    return value | (next << 9);
  }

  static int match(int length, int distance) {
    int symbol = Alphabet.distanceSymbol(distance);
    return firstOf(length)
        | ((DISTANCE + symbol) << 9)
        | (Alphabet.distanceExtra(distance, symbol) << 18);
  }

  static int firstOf(int length) {
    return LENGTH + length;
  }

  static int first(int token) {
    return token & 511;
  }

  static int second(int token) {
    return (token >>> 9) & 511;
  }

  static int extra(int token) {
    return token >>> 18;
  }

  int[] items() {
    return items;
  }

  int count() {
    return count;
  }

  /** Says how many of the items are filled, and counts their symbols. */
  void setCount(int filled) {
    count = filled;
    Arrays.fill(firsts, 0);
    Arrays.fill(seconds, 0);
    for (int i = 0; i < filled; i++) {
      int token = items[i];
      firsts[first(token)]++;
      seconds[second(token)]++;
    }
  }

  /** How often each symbol is used; the end of the block once. */
  int[] literalAndLengthCounts() {
    int[] counts = new int[Alphabet.LITERALS_AND_LENGTHS];
    for (int literal = 0; literal < 256; literal++) {
      counts[literal] = firsts[literal] + seconds[literal];
    }
    counts[Alphabet.END_OF_BLOCK] = 1;
    for (int length = Alphabet.MIN_LENGTH; length <= Alphabet.MAX_LENGTH; length++) {
      counts[Alphabet.lengthSymbol(length)] += firsts[firstOf(length)];
    }
    return counts;
  }

  /** How often each distance symbol is used. */
  int[] distanceCounts() {
    return Arrays.copyOfRange(seconds, DISTANCE, DISTANCE + Alphabet.DISTANCES);
  }
}
