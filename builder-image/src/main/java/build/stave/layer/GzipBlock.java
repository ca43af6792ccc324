package build.stave.layer;

import build.stave.deflate.DeflateEncoder;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.CRC32;

/** One block of a gzip member: its plain bytes, after the dictionary, and the compressed ones. */
final class GzipBlock {
  /** Plain bytes of a full block; part of what a layer's bytes depend on. */
  static final int SIZE = 512 * 1024;

  private static final int END = DeflateEncoder.START + SIZE;

  private final byte[] plain = new byte[END + DeflateEncoder.PADDING];
  private final byte[] compressed = new byte[DeflateEncoder.maxSize(SIZE)];
  private int end;
  private int dictionary;
  private int compressedSize;

  /** Starts a member. */
  void start() {
    end = DeflateEncoder.START;
    dictionary = 0;
  }

  /** Continues a member behind a full block. */
  void startBehind(GzipBlock before) {
    end = DeflateEncoder.START;
    dictionary = DeflateEncoder.DICTIONARY;
    System.arraycopy(before.plain, END - dictionary, plain, end - dictionary, dictionary);
  }

  /** Adds as much as fits, and says how much that was. */
  int add(byte[] bytes, int offset, int length) {
    int n = Math.min(length, END - end);
    System.arraycopy(bytes, offset, plain, end, n);
    end += n;
    return n;
  }

  boolean isFull() {
    return end == END;
  }

  int length() {
    return end - DeflateEncoder.START;
  }

  void compress(DeflateEncoder encoder, boolean last) {
    compressedSize = encoder.encode(plain, dictionary, end, last, compressed);
  }

  void checksum(CRC32 crc) {
    crc.update(plain, DeflateEncoder.START, length());
  }

  void writeCompressed(OutputStream out) throws IOException {
    out.write(compressed, 0, compressedSize);
  }
}
