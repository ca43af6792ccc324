package build.stave.snapshot;

import build.stave.archive.Bytes;
import build.stave.linux.Files;
import build.stave.linux.Stat;
import build.stave.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.SortedMap;

/** Tells what a file of an upper directory means, by the rules of overlayfs. */
final class Upper {
  private static final int CHUNK = 64 * 1024;

  private Upper() {}

  /**
   * Refuses what only another way of mounting makes: a directory that stands for one of another
   * name, or a file without its content.
   */
  static void check(String file, Stat stat) throws IOException {
    String mark = stat.isDirectory() ? "redirect" : "metacopy";
    if (!stat.isDirectory() && !stat.isFile()) {
      return;
    }
    for (String prefix : new String[] {"user.overlay.", "trusted.overlay."}) {
      if (Files.xattr(file, prefix + mark) != null) {
        throw Problem.internal(
                "commit a step", file + " has the attribute " + prefix + mark + " of overlayfs")
            .exception();
      }
    }
  }

  /** Whether overlayfs took the content of a file from below. */
  static boolean isCopiedUp(String file) throws IOException {
    return Files.xattr(file, "user.overlay.origin") != null;
  }

  /** Whether a file of the upper directory is as it was below: copied up, but not changed. */
  static boolean isUnchanged(String file, Stat stat, LowerView.Found below) throws IOException {
    Stat lower = below.stat();
    if (lower == null
        || lower.mode() != stat.mode()
        || lower.uid() != stat.uid()
        || lower.gid() != stat.gid()
        || lower.mtime() != stat.mtime()
        || lower.mtimeNanos() != stat.mtimeNanos()) {
      return false;
    }
    if (!stat.isDirectory() && (stat.links() > 1 || lower.size() != stat.size())) {
      // Other names of a changed file refer to it, so it has to be in the layer.
      return false;
    }
    SortedMap<String, Bytes> attributes = Attributes.read(file);
    if (!attributes.equals(Attributes.read(below.file()))) {
      return false;
    }
    if (stat.isFile() && below.outline()) {
      throw new ContentUnknown(below.file());
    }
    if (stat.isFile()) {
      return sameContent(file, below.file());
    }
    return stat.isDirectory()
        || (stat.isSymlink() && Files.readlink(file).equals(Files.readlink(below.file())))
        || stat.isFifo();
  }

  private static boolean sameContent(String a, String b) throws IOException {
    try (InputStream first = Files.read(a);
        InputStream second = Files.read(b)) {
      byte[] one = new byte[CHUNK];
      byte[] two = new byte[CHUNK];
      int n;
      do {
        n = first.readNBytes(one, 0, CHUNK);
        int m = second.readNBytes(two, 0, CHUNK);
        if (n != m || !Arrays.equals(one, 0, n, two, 0, n)) {
          return false;
        }
      } while (n == CHUNK);
      return true;
    }
  }
}
