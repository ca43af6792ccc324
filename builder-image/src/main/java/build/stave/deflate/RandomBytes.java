package build.stave.deflate;

/** Tells by samples what no code makes smaller: bytes already compressed, or encrypted. */
final class RandomBytes {
  /** Bytes judged at once, of which one run in each part is counted. */
  static final int LENGTH = 65535;

  private static final int RUNS = 8;
  private static final int RUN = 512;

  /**
   * Sum of the squared counts of the 256 values. Random bytes give 69,600 and stray by 360; where
   * coding each byte would save two in a hundred it is above 76,000.
   */
  private static final int MAX_SQUARES = 72_000;

  private RandomBytes() {}

  /** Whether the values of the next {@link #LENGTH} bytes are spread evenly. */
  static boolean at(byte[] in, int from) {
    int[] counts = new int[256];
    for (int run = 0; run < RUNS; run++) {
      int start = from + run * (LENGTH / RUNS);
      for (int i = start; i < start + RUN; i++) {
        counts[in[i] & 0xFF]++;
      }
    }
    int squares = 0;
    for (int count : counts) {
      squares += count * count;
    }
    return squares < MAX_SQUARES;
  }
}
