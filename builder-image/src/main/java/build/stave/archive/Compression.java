package build.stave.archive;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.tukaani.xz.XZInputStream;

/** How a stream is compressed, told by its first bytes and never by a name or media type. */
public enum Compression {
  NONE,
  GZIP,
  BZIP2,
  XZ,
  ZSTD;

  /** Enough of a stream to tell. */
  private static final int HEAD = 6;

  /** {@code xz -9} needs 65 MiB; hostile streams ask for up to 4 GiB. */
  private static final int XZ_MEMORY_KIB = 100 * 1024;

  /** 128 MiB, what {@code zstd --long} makes. */
  private static final int ZSTD_WINDOW_LOG = 27;

  private static final int BUFFER = 64 * 1024;

  /** The compression that the first bytes of a stream show. */
  public static Compression detect(byte[] head) {
    if (startsWith(head, 0x1F, 0x8B)) {
      return GZIP;
    }
    if (startsWith(head, 'B', 'Z', 'h')) {
      return BZIP2;
    }
    if (startsWith(head, 0xFD, '7', 'z', 'X', 'Z', 0)) {
      return XZ;
    }
    // RFC 8878: a stream may begin with skippable frames, as zstd:chunked and pzstd write them.
    boolean skippable =
        head.length >= 4
            && (head[0] & 0xF0) == 0x50
            && head[1] == 0x2A
            && head[2] == 0x4D
            && head[3] == 0x18;
    return skippable || startsWith(head, 0x28, 0xB5, 0x2F, 0xFD) ? ZSTD : NONE;
  }

  /** The content of a stream, decompressed as its first bytes say. */
  public static InputStream open(InputStream in) throws IOException {
    var buffered = new BufferedInputStream(in, BUFFER);
    buffered.mark(HEAD);
    byte[] head = buffered.readNBytes(HEAD);
    buffered.reset();
    return detect(head).decompress(buffered);
  }

  /** The content of a stream that is compressed this way; reads all members or frames. */
  public InputStream decompress(InputStream in) throws IOException {
    return switch (this) {
      case NONE -> in;
      case GZIP ->
          GzipCompressorInputStream.builder()
              .setInputStream(in)
              .setDecompressConcatenated(true)
              .setBufferSize(BUFFER)
              .get();
      case BZIP2 -> new BZip2CompressorInputStream(in, true);
      case XZ -> new XZInputStream(in, XZ_MEMORY_KIB);
      case ZSTD -> new ZstdInputStream(in).setLongMax(ZSTD_WINDOW_LOG);
    };
  }

  private static boolean startsWith(byte[] head, int... magic) {
    if (head.length < magic.length) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if ((head[i] & 0xFF) != magic[i]) {
        return false;
      }
    }
    return true;
  }
}
