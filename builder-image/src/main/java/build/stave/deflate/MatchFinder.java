package build.stave.deflate;

import java.util.Arrays;

/**
 * Finds repetitions (LZ77): remembers the last place of each four bytes by a hash of them, looks at
 * two positions in one step, and takes the longer match. It does not look in the middle of a match,
 * and takes larger and larger steps through what does not repeat.
 */
final class MatchFinder {
  private static final int HASH_BITS = 15;
  private static final int MIN_MATCH = 4;

  /** Matches as long as this are taken without a look at the next position. */
  private static final int LONG_MATCH = 32;

  /** Misses after which the step grows by one pair of bytes, as a power of two. */
  private static final int PATIENCE = 6;

  private static final int MAX_PAIRS_SKIPPED = 32;

  /** Nothing is searched so near the end, so that no word that decides holds bytes past it. */
  private static final int MARGIN = 16;

  /** Places by hash; 0 is out of reach of all positions. */
  private final int[] places = new int[1 << HASH_BITS];

  private int misses;

  /** Forgets all and remembers the places of a dictionary. */
  void start(byte[] in, int dictionary, int start) {
    Arrays.fill(places, 0);
    misses = 0;
    for (int at = dictionary; at < start; at++) {
      places[hash(Words.get(in, at))] = at;
    }
  }

  /**
   * Fills the tokens from a position on.
   *
   * @return the position after them
   */
  int fill(Tokens tokens, byte[] in, int from, int end) {
    int[] heads = places;
    int[] items = tokens.items();
    int searchEnd = end - MARGIN;
    int count = 0;
    int at = from;
    while (at < searchEnd && count < Tokens.FULL) {
      long word = Words.get(in, at);
      int hash = hash(word);
      int nextHash = hash(word >>> 8);
      int place = heads[hash];
      int nextPlace = heads[nextHash];
      heads[hash] = at;
      heads[nextHash] = at + 1;
      int length = length(in, place, at, end);
      if (length < LONG_MATCH) {
        int nextLength = length(in, nextPlace, at + 1, end);
        if (nextLength > length) {
          items[count++] = Tokens.literal((int) word & 0xFF);
          at++;
          place = nextPlace;
          length = nextLength;
        }
      }
      if (length > 0) {
        items[count++] = Tokens.match(length, at - place);
        at += length;
        long tail = Words.get(in, at - 3);
        heads[hash(tail)] = at - 3;
        heads[hash(tail >>> 8)] = at - 2;
        heads[hash(tail >>> 16)] = at - 1;
        misses = 0;
      } else {
        int pairs = Math.min(1 + (misses++ >>> PATIENCE), MAX_PAIRS_SKIPPED);
        pairs = Math.min(pairs, (end - at) >>> 1);
        for (int i = 0; i < pairs; i++) {
          items[count++] = Tokens.literals(in[at] & 0xFF, in[at + 1] & 0xFF);
          at += 2;
        }
      }
    }
    if (count < Tokens.FULL) {
      for (; at < end; at++) {
        items[count++] = Tokens.literal(in[at] & 0xFF);
      }
    }
    tokens.setCount(count);
    return at;
  }

  /** Looks here and there for what was seen before; remembers what comes before that. */
  int firstRepeat(byte[] in, int from, int end) {
    for (int at = from; at < end - MARGIN; at += 2 * MAX_PAIRS_SKIPPED) {
      int hash = hash(Words.get(in, at));
      if (length(in, places[hash], at, end) > 0) {
        return at;
      }
      places[hash] = at;
    }
    return end;
  }

  /** How many bytes are the same at two places, 0 where too few are or they are too far apart. */
  private static int length(byte[] in, int place, int at, int end) {
    if (at - place > Alphabet.MAX_DISTANCE) {
      return 0;
    }
    long difference = Words.get(in, place) ^ Words.get(in, at);
    if (difference != 0) {
      int length = Long.numberOfTrailingZeros(difference) >>> 3;
      return length < MIN_MATCH ? 0 : length;
    }
    int max = Math.min(Alphabet.MAX_LENGTH, end - at);
    for (int length = 8; length < max; length += 8) {
      difference = Words.get(in, place + length) ^ Words.get(in, at + length);
      if (difference != 0) {
        return Math.min(max, length + (Long.numberOfTrailingZeros(difference) >>> 3));
      }
    }
    return max;
  }

  private static int hash(long word) {
    return ((int) word * 0x9E3779B1) >>> (32 - HASH_BITS);
  }
}
