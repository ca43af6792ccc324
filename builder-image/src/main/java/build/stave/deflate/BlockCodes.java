package build.stave.deflate;

import java.util.Arrays;

/** The two codes of a block: of literals and lengths, and of distances. */
record BlockCodes(HuffmanCode literals, HuffmanCode distances) {
  /** The codes of fixed blocks (RFC 1951, 3.2.6); the last two symbols of each are never used. */
  static BlockCodes fixed() {
    int[] lengths = new int[Alphabet.LITERALS_AND_LENGTHS + 2];
    Arrays.fill(lengths, 0, 144, 8);
    Arrays.fill(lengths, 144, 256, 9);
    Arrays.fill(lengths, 256, 280, 7);
    Arrays.fill(lengths, 280, lengths.length, 8);
    int[] distances = new int[Alphabet.DISTANCES + 2];
    Arrays.fill(distances, 5);
    return new BlockCodes(HuffmanCode.of(lengths), HuffmanCode.of(distances));
  }

  /** The best codes for a block of these symbols. */
  static BlockCodes dynamic(int[] literalCounts, int[] distanceCounts) {
    return new BlockCodes(
        HuffmanCode.forCounts(literalCounts, HuffmanCode.MAX_LENGTH),
        HuffmanCode.forCounts(distanceCounts, HuffmanCode.MAX_LENGTH));
  }

  /** Bits that the symbols take, without the extra ones. */
  long cost(int[] literalCounts, int[] distanceCounts) {
    return literals.cost(literalCounts) + distances.cost(distanceCounts);
  }

  /** Codes of the first symbols of tokens. */
  void packFirsts(int[] packed) {
    packLiterals(packed);
    for (int length = Alphabet.MIN_LENGTH; length <= Alphabet.MAX_LENGTH; length++) {
      int symbol = Alphabet.lengthSymbol(length);
      int codeLength = literals.length(symbol);
      int bits = literals.code(symbol) | (Alphabet.lengthExtra(length) << codeLength);
      packed[Tokens.firstOf(length)] =
          PackedCode.of(bits, codeLength, Alphabet.lengthExtraBits(symbol));
    }
  }

  /** Codes of the second symbols of tokens. */
  void packSeconds(int[] packed) {
    packLiterals(packed);
    for (int symbol = 0; symbol < Alphabet.DISTANCES; symbol++) {
      packed[Tokens.DISTANCE + symbol] =
          PackedCode.of(
              distances.code(symbol), distances.length(symbol), Alphabet.distanceExtraBits(symbol));
    }
    packed[Tokens.NONE] = PackedCode.of(0, 0, 0);
  }

  private void packLiterals(int[] packed) {
    for (int literal = 0; literal < 256; literal++) {
      packed[literal] = PackedCode.of(literals.code(literal), literals.length(literal), 0);
    }
  }
}
