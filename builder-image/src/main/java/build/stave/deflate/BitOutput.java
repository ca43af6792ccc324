package build.stave.deflate;

/** Bits into a byte array, lowest first (RFC 1951, 3.1.1). Needs 8 bytes of room past its end. */
final class BitOutput {
  private static final int MAX_STORED = 65535;

  private final byte[] bytes;
  private int position;

  /** Bits not yet in the array, fewer than 8 between calls. */
  private long pending;

  private int pendingBits;

  BitOutput(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Writes up to 32 bits. */
  void put(int value, int bits) {
    pending |= Integer.toUnsignedLong(value) << pendingBits;
    pendingBits += bits;
    Words.set(bytes, position, pending);
    position += pendingBits >>> 3;
    pending >>>= pendingBits & ~7;
    pendingBits &= 7;
  }

  /** Writes tokens without a branch, each as its two symbols and the extra bits of a distance. */
  void put(Tokens tokens, int[] firstCodes, int[] secondCodes) {
    byte[] out = bytes;
    int[] items = tokens.items();
    int count = tokens.count();
    int at = position;
    long buffer = pending;
    int filled = pendingBits;
    for (int i = 0; i < count; i++) {
      int token = items[i];
      int first = firstCodes[Tokens.first(token)];
      int second = secondCodes[Tokens.second(token)];
      buffer |= (long) PackedCode.bits(first) << filled;
      filled += PackedCode.total(first);
      int rest = PackedCode.bits(second) | (Tokens.extra(token) << PackedCode.length(second));
      buffer |= (long) rest << filled;
      filled += PackedCode.total(second);
      // At most 7 bits were left over, 20 are a length's and 28 a distance's.
      Words.set(out, at, buffer);
      at += filled >>> 3;
      buffer >>>= filled & ~7;
      filled &= 7;
    }
    position = at;
    pending = buffer;
    pendingBits = filled;
  }

  /** Writes stored blocks, at least one; ends at a byte. */
  void putStored(byte[] source, int from, int to, boolean last) {
    int at = from;
    do {
      int length = Math.min(MAX_STORED, to - at);
      put(last && at + length == to ? 1 : 0, 3);
      alignWithZeros();
      put(length | (~length << 16), 32);
      System.arraycopy(source, at, bytes, position, length);
      position += length;
      at += length;
    } while (at < to);
  }

  /** Bytes that {@link #putStored} takes, the bits before the first whole one not counted. */
  static int storedSize(int length) {
    return length + 5 * Math.ceilDiv(Math.max(1, length), MAX_STORED);
  }

  /** Ends at a byte; what follows must not be another block. */
  void alignWithZeros() {
    if (pendingBits > 0) {
      put(0, 8 - pendingBits);
    }
  }

  boolean isAligned() {
    return pendingBits == 0;
  }

  int size() {
    return position;
  }
}
