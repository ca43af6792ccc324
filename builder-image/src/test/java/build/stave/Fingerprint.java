package build.stave;

import build.stave.linux.Files;
import build.stave.linux.Stat;
import java.io.IOException;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;

/** All that a tree shows of its files but access times: to tell whether anything was touched. */
public final class Fingerprint {
  private Fingerprint() {}

  /** A line for each path, by relative path. */
  public static SortedMap<String, String> of(String root) throws IOException {
    SortedMap<String, String> lines = new TreeMap<>();
    add(root, "", lines);
    return lines;
  }

  private static void add(String root, String path, SortedMap<String, String> lines)
      throws IOException {
    String file = root + path;
    Stat stat = Files.lstat(file);
    var line = new StringBuilder(stat.toString());
    Files.xattrs(file).forEach((k, v) -> line.append(' ').append(k).append(Arrays.hashCode(v)));
    if (stat.isFile()) {
      try (var in = Files.read(file)) {
        line.append(' ').append(Arrays.hashCode(in.readAllBytes()));
      }
    } else if (stat.isSymlink()) {
      line.append(' ').append(Files.readlink(file));
    }
    lines.put(path, line.toString());
    if (stat.isDirectory()) {
      for (String name : Files.list(file)) {
        add(root, path + "/" + name, lines);
      }
    }
  }
}
