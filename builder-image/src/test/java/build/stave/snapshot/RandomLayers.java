package build.stave.snapshot;

import build.stave.archive.RawTar;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Layers of few names, so that whiteouts, links and parents that are not listed meet each other and
 * what lies below. Some are refused.
 */
final class RandomLayers {
  private static final List<String> DIRECTORIES = List.of("a", "b");
  private static final List<String> FILES = List.of("f", "g", "h", "i");

  private final Random random;
  private final int uid;
  private final int gid;
  private final List<String> files = new ArrayList<>();

  RandomLayers(long seed, int uid, int gid) {
    random = new Random(seed);
    this.uid = uid;
    this.gid = gid;
  }

  /** Archives of two to six layers, lowest first. */
  List<byte[]> next() {
    files.clear();
    List<byte[]> layers = new ArrayList<>();
    for (int layer = random.nextInt(2, 7); layer > 0; layer--) {
      var tar = new RawTar().owner(uid, gid);
      for (int entry = random.nextInt(1, 10); entry > 0; entry--) {
        add(tar);
      }
      layers.add(tar.end());
    }
    return layers;
  }

  private void add(RawTar tar) {
    String directory = directory();
    String file = directory + one(FILES);
    // Now and then of a kind that does not fit what lies below.
    String any = directory + one(random.nextInt(8) == 0 ? DIRECTORIES : FILES);
    switch (random.nextInt(16)) {
      case 0, 1, 2 -> {
        tar.file(file, "content " + random.nextInt(5));
        files.add(file);
      }
      case 3, 4, 5 ->
          tar.header('5', directory + one(DIRECTORIES) + "/", "", 0700 + random.nextInt(64), 0);
      case 6 -> tar.header('5', any + "/", "", 0755, 0);
      case 7, 8 -> tar.file(directory + ".wh." + one(FILES), "");
      case 9, 10 -> tar.file(directory + ".wh." + one(DIRECTORIES), "");
      case 11 -> tar.file(directory + ".wh..wh..opq", "");
      case 12 -> tar.symlink(any, (random.nextBoolean() ? "/" : "../") + directory());
      case 13 -> tar.hardLink(file, files.isEmpty() ? "none" : one(files));
      case 14 -> tar.header('3', any, "", 0600, 0);
      default -> tar.header('5', "./", "", 0700 + random.nextInt(64), 0);
    }
  }

  private String directory() {
    return IntStream.range(0, random.nextInt(3))
        .mapToObj(_ -> one(DIRECTORIES) + "/")
        .collect(Collectors.joining());
  }

  private String one(List<String> values) {
    return values.get(random.nextInt(values.size()));
  }
}
