package build.stave.bench.machine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.Deflater;

/** How fast one core and the disk of this machine are at what every builder must do. */
public final class Limits {
  private static final int BLOCK = 1 << 20;
  private static final int BLOCKS = 256;
  private static final long ATTEMPT = 500_000_000;

  private final Path folder;

  public Limits(Path folder) {
    this.folder = folder;
  }

  /**
   * Speeds by name, in MiB a second, or files a second where the name says so; the best of three.
   */
  public Map<String, Double> measure()
      throws IOException, InterruptedException, NoSuchAlgorithmException {
    byte[] random = new byte[BLOCK];
    new SplittableRandom(1).nextBytes(random);
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    byte[] copy = new byte[BLOCK];
    var speeds = new LinkedHashMap<String, Double>();
    speeds.put("copy in memory, MiB/s", speed(() -> System.arraycopy(random, 0, copy, 0, BLOCK)));
    speeds.put("SHA-256, MiB/s", speed(() -> sha256.update(random)));
    speeds.put("zlib level 1, random bytes, MiB/s", speed(deflate(1, random)));
    speeds.put("zlib level 6, random bytes, MiB/s", speed(deflate(6, random)));
    Path file = folder.resolve("limits");
    speeds.put("write to a file (page cache), MiB/s", speed(writer(file, random)));
    speeds.put("write to a file and disk, MiB/s", disk(file, random));
    speeds.put("make files of 1 KiB, files/s", files(folder.resolve("limits.d"), random));
    return speeds;
  }

  private interface Step {
    void run() throws IOException;
  }

  private static double speed(Step step) throws IOException {
    double best = 0;
    for (int attempt = 0; attempt < 3; attempt++) {
      long start = System.nanoTime();
      long blocks = 0;
      while (System.nanoTime() - start < ATTEMPT) {
        step.run();
        blocks++;
      }
      best = Math.max(best, blocks * 1e9 / (System.nanoTime() - start));
    }
    return best;
  }

  private static Step deflate(int level, byte[] bytes) {
    return () -> {
      try (var deflater = new Deflater(level)) {
        deflater.setInput(bytes);
        deflater.finish();
        byte[] out = new byte[1 << 16];
        while (!deflater.finished()) {
          deflater.deflate(out);
        }
      }
    };
  }

  private static Step writer(Path file, byte[] bytes) {
    return () -> {
      try (FileChannel channel =
          FileChannel.open(
              file,
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              StandardOpenOption.APPEND)) {
        channel.write(ByteBuffer.wrap(bytes));
      }
    };
  }

  private static double disk(Path file, byte[] bytes) throws IOException {
    Files.deleteIfExists(file);
    long start = System.nanoTime();
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      for (int block = 0; block < BLOCKS; block++) {
        channel.write(ByteBuffer.wrap(bytes));
      }
      channel.force(true);
    }
    double speed = BLOCKS * 1e9 / (System.nanoTime() - start);
    Files.delete(file);
    return speed;
  }

  private static double files(Path folder, byte[] bytes) throws IOException, InterruptedException {
    int count = 20_000;
    byte[] content = Arrays.copyOf(bytes, 1024);
    Files.createDirectory(folder);
    long start = System.nanoTime();
    for (int i = 0; i < count; i++) {
      Files.write(folder.resolve("f" + i), content);
    }
    double speed = count * 1e9 / (System.nanoTime() - start);
    Shell.run("rm", "-rf", folder.toString());
    return speed;
  }
}
