package build.stave.deflate;

import static org.assertj.core.api.Assertions.assertThat;

import build.stave.oci.Digest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeflateEncoderTest {
  /** What a layer is made of, in different orders and lengths. */
  enum Shape {
    RANDOM,
    TEXT,
    RUNS,
    FAR_REPEATS,
    MIXED
  }

  private final DeflateEncoder encoder = new DeflateEncoder();

  @ParameterizedTest
  @EnumSource(Shape.class)
  void comesBackInPiecesOfAnyLength(Shape shape) throws Exception {
    for (int seed = 0; seed < 12; seed++) {
      Random random = new Random(seed);
      byte[] content = content(shape, random, 1 + random.nextInt(400_000));
      int piece = 1 + random.nextInt(200_000);
      byte[] compressed = compressed(content, piece);
      assertThat(inflated(compressed, content.length))
          .as("%s, seed %d, pieces of %d", shape, seed, piece)
          .isEqualTo(content);
    }
  }

  @Test
  void lengthsAroundTheBoundsOfBlocksAndWordsComeBack() throws Exception {
    byte[] content = content(Shape.MIXED, new Random(7), 140_000);
    for (int bound : List.of(8, 16, 258, 16_384, 32_768, 65_535, 131_070)) {
      for (int length = bound - 2; length <= bound + 2; length++) {
        byte[] start = Arrays.copyOf(content, length);
        assertThat(inflated(compressed(start, length), length)).as("%d", length).isEqualTo(start);
      }
    }
  }

  @Test
  void allMatchLengthsAndDistancesComeBack() throws Exception {
    byte[] content = new byte[700_000];
    new Random(3).nextBytes(content);
    int at = 40_000;
    for (int i = 0; at < content.length - 400; i++) {
      int length = 4 + i % 300;
      int distance = 1 + i * 31 % 32_768;
      for (int j = 0; j < length; j++) {
        content[at + j] = content[at + j - distance];
      }
      at += length + i % 3;
    }
    byte[] compressed = compressed(content, content.length);
    assertThat(inflated(compressed, content.length)).isEqualTo(content);
    assertThat(compressed.length).isLessThan(content.length / 3);
  }

  @Test
  void textBehindRandomBytesIsCompressed() throws Exception {
    byte[] content = content(Shape.RANDOM, new Random(5), 400_000);
    fillWithWords(content, 220_000, content.length, new Random(6));
    byte[] compressed = compressed(content, content.length);
    assertThat(inflated(compressed, content.length)).isEqualTo(content);
    assertThat(compressed.length).isLessThan(220_000 + 180_000 / 2);
  }

  @Test
  void anEmptyStreamIsTwoBytes() throws Exception {
    assertThat(compressed(new byte[0], 1)).containsExactly(3, 0);
  }

  @Test
  void randomBytesGrowByLessThanAThousandth() throws Exception {
    byte[] content = content(Shape.RANDOM, new Random(1), 2_000_000);
    assertThat(compressed(content, 512 * 1024).length)
        .isGreaterThan(content.length)
        .isLessThan(content.length + content.length / 1000);
  }

  /** What lies in the arrays from earlier pieces, around the piece, must not matter. */
  @Test
  void bytesDependOnTheContentAlone() throws Exception {
    byte[] content = content(Shape.MIXED, new Random(9), 100_001);
    byte[] first = compressed(content, 30_001);
    compressed(content(Shape.TEXT, new Random(10), 300_000), 200_000);
    assertThat(compressed(content, 30_001)).isEqualTo(first);
    DeflateEncoder other = new DeflateEncoder();
    assertThat(piece(other, content, 0, 30_001, false, 0x55))
        .isEqualTo(piece(encoder, content, 0, 30_001, false, 0xAA));
  }

  /**
   * A change of these bytes changes the digest of each gzip layer: caches miss once and images are
   * pushed anew.
   */
  @Test
  void theFormatHasNotChanged() throws Exception {
    var all = new ByteArrayOutputStream();
    for (Shape shape : Shape.values()) {
      all.write(compressed(content(shape, new Random(42), 300_000), 131_072));
    }
    assertThat(Digest.of(all.toByteArray()).toString())
        .isEqualTo("sha256:aa48836b65c6f255f9fa9153f66a4f1f31cb4c217e2f60a1819de09aa979cfd9");
  }

  private byte[] compressed(byte[] content, int piece) throws IOException {
    var out = new ByteArrayOutputStream();
    int at = 0;
    do {
      int end = Math.min(content.length, at + piece);
      out.write(piece(encoder, content, at, end, end == content.length, 0));
      at = end;
    } while (at < content.length);
    return out.toByteArray();
  }

  private static byte[] piece(
      DeflateEncoder encoder, byte[] content, int from, int to, boolean last, int around) {
    int dictionary = Math.min(from, DeflateEncoder.DICTIONARY);
    int end = DeflateEncoder.START + to - from;
    byte[] in = new byte[end + DeflateEncoder.PADDING];
    Arrays.fill(in, (byte) around);
    System.arraycopy(
        content, from - dictionary, in, DeflateEncoder.START - dictionary, to - from + dictionary);
    byte[] out = new byte[DeflateEncoder.maxSize(to - from)];
    return Arrays.copyOf(out, encoder.encode(in, dictionary, end, last, out));
  }

  private static byte[] inflated(byte[] compressed, int length) throws DataFormatException {
    var inflater = new Inflater(true);
    try {
      inflater.setInput(compressed);
      byte[] out = new byte[length + 1];
      int got = inflater.inflate(out);
      assertThat(inflater.finished()).isTrue();
      assertThat(inflater.getRemaining()).isZero();
      return Arrays.copyOf(out, got);
    } finally {
      inflater.end();
    }
  }

  private static byte[] content(Shape shape, Random random, int length) {
    byte[] content = new byte[length];
    switch (shape) {
      case RANDOM -> random.nextBytes(content);
      case TEXT -> fillWithWords(content, 0, length, random);
      case RUNS -> {
        for (int at = 0; at < length; ) {
          int end = Math.min(length, at + 1 + random.nextInt(1 + random.nextInt(2000)));
          Arrays.fill(content, at, end, (byte) random.nextInt(256));
          at = end;
        }
      }
      case FAR_REPEATS -> {
        random.nextBytes(content);
        for (int at = 33_000; at < length - 300; at += random.nextInt(200)) {
          int distance = 32_768 - random.nextInt(20) + 10;
          System.arraycopy(content, at - distance, content, at, random.nextInt(300));
        }
      }
      case MIXED -> {
        Shape[] shapes = {Shape.RANDOM, Shape.TEXT, Shape.RUNS};
        for (int at = 0; at < length; ) {
          int n = Math.min(length - at, 1 + random.nextInt(90_000));
          byte[] part = content(shapes[random.nextInt(3)], random, n);
          System.arraycopy(part, 0, content, at, n);
          at += n;
        }
      }
    }
    return content;
  }

  private static void fillWithWords(byte[] content, int from, int to, Random random) {
    byte[][] words = new byte[300][];
    for (int i = 0; i < words.length; i++) {
      words[i] = new byte[2 + random.nextInt(9)];
      for (int j = 0; j < words[i].length; j++) {
        words[i][j] = (byte) ('a' + random.nextInt(20));
      }
    }
    for (int at = from; at < to; ) {
      byte[] word = words[random.nextInt(1 + random.nextInt(words.length))];
      int n = Math.min(word.length, to - at);
      System.arraycopy(word, 0, content, at, n);
      at += n;
      if (at < to) {
        content[at++] = ' ';
      }
    }
  }
}
