package build.stave.deflate;

import java.util.Arrays;

/** Lengths of the codes of a Huffman code, limited by moving leaves up where it is too deep. */
final class HuffmanLengths {
  private static final int SYMBOL_BITS = 9;
  private static final int SYMBOL = (1 << SYMBOL_BITS) - 1;

  private HuffmanLengths() {}

  /** A length for each symbol; 0 for those not used, but for two that every code has. */
  static int[] forCounts(int[] counts, int maxLength) {
    int[] lengths = new int[counts.length];
    long[] leaves = leaves(counts);
    if (leaves.length < 2) {
      int only = leaves.length == 0 ? 0 : (int) leaves[0] & SYMBOL;
      lengths[only] = 1;
      lengths[only == 0 ? 1 : 0] = 1;
      return lengths;
    }
    int[] ofLength = limited(leavesOfDepth(leaves), maxLength);
    int leaf = 0;
    for (int length = maxLength; length > 0; length--) {
      for (int i = 0; i < ofLength[length]; i++) {
        lengths[(int) leaves[leaf++] & SYMBOL] = length;
      }
    }
    return lengths;
  }

  /** Used symbols, the rarest first; their order is total, so that it is the same everywhere. */
  private static long[] leaves(int[] counts) {
    long[] leaves = new long[counts.length];
    int used = 0;
    for (int symbol = 0; symbol < counts.length; symbol++) {
      if (counts[symbol] > 0) {
        leaves[used++] = ((long) counts[symbol] << SYMBOL_BITS) | symbol;
      }
    }
    leaves = Arrays.copyOf(leaves, used);
    Arrays.sort(leaves);
    return leaves;
  }

  /**
   * How many leaves Huffman's tree has at each depth. Inner nodes come about in order of weight.
   */
  private static int[] leavesOfDepth(long[] leaves) {
    int inner = leaves.length - 1;
    long[] weights = new long[inner];
    int[] parents = new int[inner];
    int leaf = 0;
    int child = 0;
    for (int node = 0; node < inner; node++) {
      for (int i = 0; i < 2; i++) {
        boolean takeLeaf =
            child == node
                || (leaf < leaves.length && leaves[leaf] >>> SYMBOL_BITS <= weights[child]);
        if (takeLeaf) {
          weights[node] += leaves[leaf++] >>> SYMBOL_BITS;
        } else {
          weights[node] += weights[child];
          parents[child++] = node;
        }
      }
    }
    // A level has twice the nodes that are inner ones of the level above.
    int[] innerOfDepth = new int[leaves.length];
    int[] depths = new int[inner];
    innerOfDepth[0] = 1;
    for (int node = inner - 2; node >= 0; node--) {
      depths[node] = depths[parents[node]] + 1;
      innerOfDepth[depths[node]]++;
    }
    int[] ofDepth = new int[leaves.length];
    for (int depth = 1; depth < ofDepth.length; depth++) {
      ofDepth[depth] = 2 * innerOfDepth[depth - 1] - innerOfDepth[depth];
    }
    return ofDepth;
  }

  private static int[] limited(int[] ofDepth, int maxLength) {
    int[] ofLength = Arrays.copyOf(ofDepth, maxLength + 1);
    for (int depth = maxLength + 1; depth < ofDepth.length; depth++) {
      ofLength[maxLength] += ofDepth[depth];
    }
    int taken = 0;
    for (int length = 1; length <= maxLength; length++) {
      taken += ofLength[length] << (maxLength - length);
    }
    // Too many codes of the greatest length: one goes below a shorter code, which becomes two.
    for (int over = taken - (1 << maxLength); over > 0; over--) {
      int length = maxLength - 1;
      while (ofLength[length] == 0) {
        length--;
      }
      ofLength[length]--;
      ofLength[length + 1] += 2;
      ofLength[maxLength]--;
    }
    return ofLength;
  }
}
