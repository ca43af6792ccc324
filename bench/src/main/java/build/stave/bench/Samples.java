package build.stave.bench;

import build.stave.archive.Change;
import build.stave.archive.Entry;
import build.stave.archive.TarWriter;
import build.stave.oci.Digest;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Input of the micro-benchmarks, the same each time. */
public final class Samples {
  private static final int IN_DIRECTORY = 100;

  private Samples() {}

  /** Files of {@code size} bytes below a folder, half of each random and half of it text. */
  public static List<Path> files(Path folder, int count, int size) throws IOException {
    var random = new SplittableRandom(5);
    var files = new ArrayList<Path>();
    for (int i = 0; i < count; i++) {
      Path parent = Files.createDirectories(folder.resolve("d" + i / IN_DIRECTORY));
      files.add(Files.write(parent.resolve("f" + i), bytes(random, size)));
    }
    return files;
  }

  /** The same files as changes of a layer, in its order. */
  public static List<Change> changes(Path folder, List<Path> files) throws IOException {
    var changes = new ArrayList<Change>();
    for (Path file : files) {
      String path = folder.relativize(file).toString();
      changes.add(new Change.Put(entry(path, Files.size(file)), file.toString()));
    }
    return changes;
  }

  /** An archive of the changes; returns its diff id. */
  public static Digest archive(List<Change> changes, Path archive) throws IOException {
    MessageDigest hash = Digest.newSha256();
    try (OutputStream out = Files.newOutputStream(archive);
        var tar = new TarWriter(new BufferedOutputStream(new DigestOutputStream(out, hash)))) {
      for (Change change : changes) {
        tar.put(change);
      }
    }
    return Digest.of(hash.digest(), "sha256");
  }

  private static Entry entry(String path, long size) {
    return new Entry(path, Entry.Kind.FILE, 0644, 0, 0, size, 1000, "", 0, 0, new TreeMap<>());
  }

  private static byte[] bytes(SplittableRandom random, int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    byte[] text =
        "the quick brown fox jumps over the lazy dog\n".getBytes(StandardCharsets.US_ASCII);
    for (int i = size / 2; i < size; i++) {
      bytes[i] = text[i % text.length];
    }
    return bytes;
  }
}
