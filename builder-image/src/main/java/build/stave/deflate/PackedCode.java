package build.stave.deflate;

/** A symbol's code in one number: its bits, how many the code has, and how many with extra bits. */
final class PackedCode {
  private PackedCode() {}

  /**
   * Packs a code.
   *
   * @param bits of the code, for a length with its extra bits above
   * @param length of the code alone
   * @param extra number of extra bits
   */
  static int of(int bits, int length, int extra) {
    return bits | (length << 20) | ((length + extra) << 24);
  }

  static int bits(int packed) {
    return packed & 0xFFFFF;
  }

  static int length(int packed) {
    return (packed >>> 20) & 0xF;
  }

  static int total(int packed) {
    return packed >>> 24;
  }
}
