package build.stave.archive;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One block of 512 bytes that describes an entry (POSIX ustar, GNU and V7 forms). */
final class TarBlock {
  static final int BLOCK = 512;

  private static final int CHECKSUM = 148;
  private static final int CHECKSUM_END = 156;

  private final byte[] block;

  TarBlock(byte[] block) {
    this.block = block;
  }

  static boolean isZero(byte[] block) {
    for (byte b : block) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether the sum of the bytes is right; some old programs sum signed bytes. */
  boolean checksumMatches() {
    long unsigned = 0;
    long signed = 0;
    for (int i = 0; i < BLOCK; i++) {
      byte b = i >= CHECKSUM && i < CHECKSUM_END ? (byte) ' ' : block[i];
      unsigned += b & 0xFF;
      signed += b;
    }
    try {
      long stored = number(CHECKSUM, 8);
      return stored == unsigned || stored == signed;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  char type() {
    return (char) (block[156] & 0xFF);
  }

  byte[] name() {
    byte[] name = text(0, 100);
    if (!isUstar()) {
      return name;
    }
    byte[] prefix = text(345, 155);
    if (prefix.length == 0) {
      return name;
    }
    byte[] joined = Arrays.copyOf(prefix, prefix.length + 1 + name.length);
    joined[prefix.length] = '/';
    System.arraycopy(name, 0, joined, prefix.length + 1, name.length);
    return joined;
  }

  byte[] link() {
    return text(157, 100);
  }

  long mode() {
    return number(100, 8);
  }

  long uid() {
    return number(108, 8);
  }

  long gid() {
    return number(116, 8);
  }

  long size() {
    return number(124, 12);
  }

  long mtime() {
    return number(136, 12);
  }

  long deviceMajor() {
    return hasDevices() ? number(329, 8) : 0;
  }

  long deviceMinor() {
    return hasDevices() ? number(337, 8) : 0;
  }

  /** Size with the holes filled, of an old GNU sparse file. */
  long sparseRealSize() {
    return number(483, 12);
  }

  /** Whether a block with more of the old GNU sparse map follows. */
  boolean sparseExtended() {
    return block[482] != 0;
  }

  /** An offset or length of the old GNU sparse map, or -1 behind its end. */
  long sparseField(int at) {
    return block[at] == 0 ? -1 : number(at, 12);
  }

  byte[] block() {
    return block;
  }

  private boolean isUstar() {
    return new String(block, 257, 6, StandardCharsets.ISO_8859_1).equals("ustar\0");
  }

  private boolean hasDevices() {
    return new String(block, 257, 5, StandardCharsets.ISO_8859_1).equals("ustar");
  }

  private byte[] text(int at, int length) {
    int end = at;
    while (end < at + length && block[end] != 0) {
      end++;
    }
    return Arrays.copyOfRange(block, at, end);
  }

  /**
   * An octal number, or a binary one (GNU base-256) if the first bit is set.
   *
   * @throws NumberFormatException for anything else, and for what a long does not hold
   */
  private long number(int at, int length) {
    if ((block[at] & 0x80) != 0) {
      return binary(at, length);
    }
    String digits = new String(block, at, length, StandardCharsets.ISO_8859_1);
    int start = 0;
    int end = digits.length();
    while (start < end && isPadding(digits.charAt(start))) {
      start++;
    }
    while (end > start && isPadding(digits.charAt(end - 1))) {
      end--;
    }
    int nul = digits.indexOf('\0', start);
    end = nul >= 0 && nul < end ? nul : end;
    if (start == end) {
      return 0;
    }
    String octal = digits.substring(start, end);
    if (octal.startsWith("-") || octal.startsWith("+")) {
      throw new NumberFormatException(octal);
    }
    return Long.parseLong(octal, 8);
  }

  private long binary(int at, int length) {
    byte[] bytes = Arrays.copyOfRange(block, at, at + length);
    // The first bit is the mark; the second one is the sign.
    bytes[0] = (byte) ((bytes[0] & 0x40) != 0 ? bytes[0] : bytes[0] & 0x7F);
    try {
      return new java.math.BigInteger(bytes).longValueExact();
    } catch (ArithmeticException e) {
      throw new NumberFormatException("base-256 number out of range");
    }
  }

  private static boolean isPadding(char c) {
    return c == ' ' || c == '\0';
  }
}
