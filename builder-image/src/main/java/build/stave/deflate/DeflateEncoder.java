package build.stave.deflate;

/**
 * Compresses pieces of one DEFLATE stream, fast rather than small. Each piece ends at a byte, and
 * pieces can be made in any order. Memory is bounded and used again; for one thread at a time.
 *
 * <p>The bytes are part of what a layer's digest depends on: a change here changes all digests.
 */
public final class DeflateEncoder {
  /** How far back a piece can refer. */
  public static final int DICTIONARY = Alphabet.MAX_DISTANCE;

  /** Where a piece starts in its array; the dictionary, if it has one, ends here. */
  public static final int START = DICTIONARY + 8;

  /** Room that an array needs behind its piece. */
  public static final int PADDING = 8;

  private static final int FIXED = 1;
  private static final int DYNAMIC = 2;

  private final MatchFinder finder = new MatchFinder();
  private final Tokens tokens = new Tokens();
  private final BlockCodes fixed = BlockCodes.fixed();
  private final int[] firstCodes = new int[Tokens.FIRSTS];
  private final int[] secondCodes = new int[Tokens.SECONDS];

  /** The most bytes that a piece of this length can become, with what the array needs behind. */
  public static int maxSize(int length) {
    return length + 6 * (length / Tokens.FULL + 2) + PADDING;
  }

  /**
   * Compresses a piece.
   *
   * @param in the piece from {@link #START} on, and its dictionary before that
   * @param dictionary length of the dictionary, at most {@link #DICTIONARY}
   * @param end behind the piece's last byte; the array goes on for {@link #PADDING}
   * @param last whether the stream ends with this piece
   * @param out of at least {@link #maxSize}
   * @return number of bytes written
   */
  public int encode(byte[] in, int dictionary, int end, boolean last, byte[] out) {
    var bits = new BitOutput(out);
    finder.start(in, START - dictionary, START);
    int at = START;
    boolean stored = false;
    do {
      int next = stored ? randomEnd(in, at, end) : at;
      if (next > at) {
        bits.putStored(in, at, next, last && next == end);
      } else {
        next = finder.fill(tokens, in, at, end);
        stored = writeBlock(bits, in, at, next, last && next == end);
      }
      at = next;
    } while (at < end);
    if (last) {
      bits.alignWithZeros();
    } else if (!bits.isAligned()) {
      bits.putStored(in, end, end, false);
    }
    return bits.size();
  }

  /** The end of bytes that need no search and no code to be stored. */
  private int randomEnd(byte[] in, int at, int end) {
    return end - at >= RandomBytes.LENGTH && RandomBytes.at(in, at)
        ? finder.firstRepeat(in, at, at + RandomBytes.LENGTH)
        : at;
  }

  /** Writes the tokens as the smallest kind of block; says whether that is a stored one. */
  private boolean writeBlock(BitOutput out, byte[] in, int from, int to, boolean last) {
    int[] literals = tokens.literalAndLengthCounts();
    int[] distances = tokens.distanceCounts();
    BlockCodes dynamic = BlockCodes.dynamic(literals, distances);
    var header = new DynamicHeader(dynamic.literals(), dynamic.distances());
    long extra = extraBits(literals, distances);
    long dynamicCost = header.cost() + dynamic.cost(literals, distances);
    long fixedCost = fixed.cost(literals, distances);
    if (8L * BitOutput.storedSize(to - from) <= Math.min(fixedCost, dynamicCost) + extra) {
      out.putStored(in, from, to, last);
      return true;
    }
    if (fixedCost <= dynamicCost) {
      out.put((last ? 1 : 0) | (FIXED << 1), 3);
      writeTokens(out, fixed);
    } else {
      out.put((last ? 1 : 0) | (DYNAMIC << 1), 3);
      header.write(out);
      writeTokens(out, dynamic);
    }
    return false;
  }

  private void writeTokens(BitOutput out, BlockCodes codes) {
    codes.packFirsts(firstCodes);
    codes.packSeconds(secondCodes);
    out.put(tokens, firstCodes, secondCodes);
    HuffmanCode literals = codes.literals();
    out.put(literals.code(Alphabet.END_OF_BLOCK), literals.length(Alphabet.END_OF_BLOCK));
  }

  private static long extraBits(int[] literals, int[] distances) {
    long bits = 0;
    for (int symbol = Alphabet.END_OF_BLOCK + 1; symbol < literals.length; symbol++) {
      bits += (long) literals[symbol] * Alphabet.lengthExtraBits(symbol);
    }
    for (int symbol = 0; symbol < distances.length; symbol++) {
      bits += (long) distances[symbol] * Alphabet.distanceExtraBits(symbol);
    }
    return bits;
  }
}
