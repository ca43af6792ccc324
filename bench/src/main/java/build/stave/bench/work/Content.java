package build.stave.bench.work;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** Files with content that is the same each time it is made from the same seed. */
final class Content {
  private static final String[] WORDS =
      "import return public static void final class record string list map of for if while build layer file path name size hash root user"
          .split(" ");

  private final SplittableRandom random;

  Content(long seed) {
    random = new SplittableRandom(seed);
  }

  /**
   * Writes {@code count} files of {@code least} to {@code most} bytes, 100 a folder: nine of text,
   * then one of random bytes.
   */
  void files(Path folder, int count, int least, int most) throws IOException {
    for (int i = 0; i < count; i++) {
      Path parent = folder.resolve("d" + i / 100);
      if (i % 100 == 0) {
        Files.createDirectories(parent);
      }
      int size = random.nextInt(least, most);
      Files.write(parent.resolve("f" + i), i % 10 == 9 ? bytes(size) : text(size));
    }
  }

  /** Writes one file of {@code mebibytes}, every second of them random. */
  void file(Path file, int mebibytes) throws IOException {
    byte[] text = text(1 << 20);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
      for (int i = 0; i < mebibytes; i++) {
        out.write(i % 2 == 0 ? bytes(1 << 20) : text);
      }
    }
  }

  private byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }

  private byte[] text(int size) {
    var text = new StringBuilder(size + 16);
    while (text.length() < size) {
      text.append(WORDS[random.nextInt(WORDS.length)])
          .append(random.nextInt(8) == 0 ? Integer.toString(random.nextInt(10_000)) : "");
      text.append(random.nextInt(9) == 0 ? '\n' : ' ');
    }
    text.setLength(size);
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }
}
