package build.stave.snapshot;

import build.stave.archive.Bytes;
import build.stave.linux.Files;
import build.stave.linux.Stat;
import java.io.IOException;
import java.util.SortedMap;

/** Makes a copy of a file of a lower layer, with its attributes. */
final class CopyUp {
  private static final int TYPE = 0170000;

  private CopyUp() {}

  /** Copies anything but a directory to a path where nothing is. */
  static void copy(String from, Stat stat, String to) throws IOException {
    if (stat.isFile()) {
      Files.copyContent(from, to, 0600);
    } else if (stat.isSymlink()) {
      Files.symlink(Files.readlink(from), to);
    } else {
      Files.mknod(to, stat.mode() & TYPE, stat.rdevMajor(), stat.rdevMinor());
    }
    attributes(from, stat, to);
    Files.setTimes(to, stat.mtime(), stat.mtimeNanos());
  }

  /** Gives a file the owner, mode and extended attributes of another. */
  static void attributes(String from, Stat stat, String to) throws IOException {
    Files.lchown(to, stat.uid(), stat.gid());
    if (!stat.isSymlink()) {
      Files.chmod(to, stat.permissions());
    }
    SortedMap<String, Bytes> attributes = Attributes.read(from);
    Attributes.write(to, attributes);
  }
}
