package build.stave.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import build.stave.problem.StaveException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorOutputStream;
import org.apache.commons.compress.compressors.zstandard.ZstdCompressorOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** No bytes may make the readers of archives throw anything but their own exceptions, or run on. */
final class ArchiveFuzzTest {
  private static final Limits LIMITS = new Limits(10_000, 64 << 20, 1 << 20);

  @Test
  void shortRun() throws IOException {
    run(Duration.ofSeconds(2), 20_261_121L);
  }

  @Test
  @Tag("fuzz")
  void longRun() throws IOException {
    long seed = Long.getLong("stave.fuzz.seed", System.nanoTime());
    System.out.println("seed " + seed);
    run(Duration.ofMinutes(Long.getLong("stave.fuzz.minutes", 10)), seed);
  }

  private static void run(Duration length, long seed) throws IOException {
    Random random = new Random(seed);
    List<byte[]> honest = honest();
    long end = System.nanoTime() + length.toNanos();
    int accepted = 0;
    int refused = 0;
    for (int round = 0; System.nanoTime() < end; round++) {
      byte[] bytes = spoiled(honest.get(random.nextInt(honest.size())), random);
      try {
        readAll(bytes);
        accepted++;
      } catch (StaveException | IOException e) {
        assertThat(e).as("seed %d, round %d", seed, round).hasMessageNotContaining("null");
        refused++;
      } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
        fail("seed " + seed + ", round " + round, e);
      }
    }
    assertThat(accepted).as("seed %d: accepted", seed).isPositive();
    assertThat(refused).as("seed %d: refused", seed).isPositive();
  }

  private static void readAll(byte[] bytes) throws IOException {
    InputStream plain = Compression.open(new ByteArrayInputStream(bytes));
    try (var reader = new TarReader(plain, "fuzz.tar", LIMITS)) {
      while (reader.next() != null) {
        reader.content().transferTo(OutputStream.nullOutputStream());
      }
    }
  }

  /** Some bytes changed, cut, doubled or moved; headers keep a right checksum half of the time. */
  private static byte[] spoiled(byte[] honest, Random random) throws IOException {
    byte[] bytes = honest.clone();
    for (int i = random.nextInt(8); i >= 0; i--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> bytes = Arrays.copyOf(bytes, Math.max(1, at));
        default -> {
          int length = Math.min(bytes.length - at, 1 + random.nextInt(600));
          System.arraycopy(bytes, at, bytes, random.nextInt(bytes.length - length + 1), length);
        }
      }
    }
    return random.nextBoolean() ? checksummed(bytes) : bytes;
  }

  private static byte[] checksummed(byte[] bytes) {
    for (int block = 0; block + 512 <= bytes.length; block += 512) {
      if (bytes[block + 257] == 'u' && bytes[block + 258] == 's') {
        Arrays.fill(bytes, block + 148, block + 156, (byte) ' ');
        int sum = 0;
        for (int i = 0; i < 512; i++) {
          sum += bytes[block + i] & 0xFF;
        }
        byte[] digits = RawTar.octal(sum, 6);
        System.arraycopy(digits, 0, bytes, block + 148, 6);
        bytes[block + 154] = 0;
      }
    }
    return bytes;
  }

  private static List<byte[]> honest() throws IOException {
    byte[] pax = RawTar.records("path", "some/longer/name");
    byte[] tar =
        new RawTar()
            .directory("d/")
            .file("d/file", "content")
            .header('2', "d/link", "../file", 0777, 0)
            .header('1', "d/hard", "d/file", 0644, 0)
            .header('x', "PaxHeaders/long", "", 0644, pax.length)
            .data(pax)
            .file("long", "x")
            .header('L', "././@LongLink", "", 0644, 4)
            .data(new byte[] {'a', 'b', 'c', 0})
            .file("cut", "y")
            .end();
    List<byte[]> all = new ArrayList<>(List.of(tar));
    all.add(compressed(tar, GZIPOutputStream::new));
    all.add(compressed(tar, BZip2CompressorOutputStream::new));
    all.add(compressed(tar, XZCompressorOutputStream::new));
    all.add(compressed(tar, ZstdCompressorOutputStream::new));
    return all;
  }

  private interface Compressor {
    OutputStream over(OutputStream out) throws IOException;
  }

  private static byte[] compressed(byte[] bytes, Compressor compressor) throws IOException {
    var out = new ByteArrayOutputStream();
    try (OutputStream stream = compressor.over(out)) {
      stream.write(bytes);
    }
    return out.toByteArray();
  }
}
