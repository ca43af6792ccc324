package build.stave.source;

import build.stave.linux.Files;
import build.stave.linux.Stat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Gives a checkout the modes that git knows, whatever the umask was: 0644 and 0755. Finds what git
 * LFS would have replaced on the way.
 */
final class GitTree {
  private static final int MAX_POINTER = 1024;
  private static final byte[] POINTER =
      "version https://git-lfs.github.com/spec/v1\n".getBytes(StandardCharsets.US_ASCII);

  private final Optional<Long> time;
  private final List<String> pointers = new ArrayList<>();

  /**
   * @param time of all files, seconds since 1970; empty to leave them as they are
   */
  GitTree(Optional<Long> time) {
    this.time = time;
  }

  void normalize(String root) throws IOException {
    directory(root, root.length() + 1);
  }

  private void directory(String directory, int prefix) throws IOException {
    Files.chmod(directory, 0755);
    for (String name : Files.list(directory)) {
      String path = directory + "/" + name;
      Stat stat = Files.lstat(path);
      if (stat.isDirectory()) {
        directory(path, prefix);
      } else {
        if (stat.isFile()) {
          Files.chmod(path, (stat.mode() & 0100) == 0 ? 0644 : 0755);
          if (stat.size() > POINTER.length && stat.size() < MAX_POINTER && isPointer(path)) {
            pointers.add(path.substring(prefix));
          }
        }
        date(path);
      }
    }
    date(directory);
  }

  private void date(String path) throws IOException {
    if (time.isPresent()) {
      Files.setTimes(path, time.get(), 0);
    }
  }

  private static boolean isPointer(String path) throws IOException {
    try (InputStream in = Files.read(path)) {
      return java.util.Arrays.equals(in.readNBytes(POINTER.length), POINTER);
    }
  }

  /** That files are pointers, where they are. */
  List<String> notes() {
    return pointers.isEmpty()
        ? List.of()
        : List.of(
            "git LFS is not fetched: "
                + pointers.getFirst()
                + (pointers.size() == 1 ? " is" : " and " + (pointers.size() - 1) + " more are")
                + " a pointer and not the content");
  }
}
