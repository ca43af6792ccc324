package build.stave.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class CompressionTest {
  private static final byte[] TEXT = "content".getBytes(StandardCharsets.UTF_8);

  private static byte[] gzip(byte[] data) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(data);
    }
    return out.toByteArray();
  }

  private static byte[] join(byte[]... parts) {
    var out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private static String open(byte[] data) throws IOException {
    try (var in = Compression.open(new ByteArrayInputStream(data))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void allMembersOfGzip() throws IOException {
    assertThat(open(join(gzip(TEXT), gzip(TEXT)))).isEqualTo("contentcontent");
  }

  @Test
  void bzip2AndPlain() throws IOException {
    var out = new ByteArrayOutputStream();
    try (var bzip2 = new BZip2CompressorOutputStream(out)) {
      bzip2.write(TEXT);
    }
    assertThat(open(out.toByteArray())).isEqualTo("content");
    assertThat(open(TEXT)).isEqualTo("content");
    assertThat(open(new byte[0])).isEmpty();
  }

  @Test
  void zstdFramesAndSkippableOnes() throws IOException {
    byte[] skippable = {0x5E, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 'a', 'b', 'c'};
    byte[] frame = Zstd.compress(TEXT);
    assertThat(open(join(skippable, frame, skippable, frame))).isEqualTo("contentcontent");
  }

  @Test
  void xzAsksForBoundedMemory() throws IOException {
    var small = new ByteArrayOutputStream();
    try (var xz = new XZOutputStream(small, new LZMA2Options(0))) {
      xz.write(TEXT);
    }
    assertThat(open(small.toByteArray())).isEqualTo("content");
    byte[] huge = small.toByteArray();
    // The dictionary size in the first block header: 40 means 4 GiB.
    huge[16] = 40;
    assertThatThrownBy(() -> open(huge)).isInstanceOf(IOException.class);
  }

  @Test
  void truncatedStreamsFail() throws IOException {
    byte[] gzip = gzip(TEXT);
    assertThatThrownBy(() -> open(java.util.Arrays.copyOf(gzip, gzip.length - 5)))
        .isInstanceOf(IOException.class);
    byte[] zstd = Zstd.compress(TEXT);
    assertThatThrownBy(() -> open(java.util.Arrays.copyOf(zstd, zstd.length - 3)))
        .isInstanceOf(IOException.class);
  }
}
