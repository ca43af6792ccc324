package build.stave.archive;

import build.stave.linux.Files;
import build.stave.linux.LinuxException;
import build.stave.linux.Names;
import build.stave.linux.RootPath;
import build.stave.linux.Stat;
import build.stave.problem.Problem;
import build.stave.problem.StaveException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Writes the entries of an archive below a directory, as tar would: names that layers give a
 * meaning to, such as whiteouts, have none here. Links that are there, or that the archive makes,
 * lead nowhere outside of the root.
 */
public final class Extraction {
  private static final int BUFFER = 1 << 16;
  private static final int FIFO = 0010000;
  private static final int CHARACTER_DEVICE = 0020000;
  private static final int BLOCK_DEVICE = 0060000;

  private final String root;
  private final String inside;
  private final UnaryOperator<Entry> change;
  private final long epoch;
  private final NavigableMap<String, Long> directoryTimes = new TreeMap<>();

  /**
   * @param root absolute path of the tree that must not be left
   * @param directory existing, in the root, absolute and free of links; keeps its own mode and
   *     owner whatever the archive says of its root
   * @param change made to each entry before it is written, such as another owner
   * @param epoch modification time of directories that the archive does not hold, but makes or
   *     changes
   */
  public Extraction(String root, String directory, UnaryOperator<Entry> change, long epoch) {
    this.root = root;
    this.inside = directory.substring(Math.min(root.length(), directory.length()));
    this.change = change;
    this.epoch = epoch;
  }

  /**
   * Writes all entries.
   *
   * @throws StaveException USER for an archive that is damaged or tries to leave the root
   */
  public void extract(TarReader archive) throws IOException {
    for (Entry entry = archive.next(); entry != null; entry = archive.next()) {
      if (!entry.path().isEmpty()) {
        extract(change.apply(entry), archive.content());
      }
    }
    for (var directory : directoryTimes.entrySet()) {
      Stat stat = Files.lstatOrNull(directory.getKey());
      if (stat != null && stat.isDirectory()) {
        Files.setTimes(directory.getKey(), directory.getValue(), 0);
      }
    }
  }

  private void extract(Entry entry, InputStream content) throws IOException {
    try {
      put(entry, content);
    } catch (LinuxException e) {
      // Such names may be made of parts that are fine, through links.
      boolean name = e.errno() == LinuxException.ELOOP || e.errno() == LinuxException.ENAMETOOLONG;
      if (name) {
        throw refuse(entry, "its name leads through too many links or directories");
      }
      throw e;
    }
  }

  private void put(Entry entry, InputStream content) throws IOException {
    String path = RootPath.resolveParent(root, inside + "/" + entry.path());
    makeParents(entry, path.substring(0, path.lastIndexOf('/')));
    Stat existing = Files.lstatOrNull(path);
    boolean keep =
        existing != null && existing.isDirectory() && entry.kind() == Entry.Kind.DIRECTORY;
    String target = entry.kind() == Entry.Kind.HARD_LINK ? linkTarget(entry) : "";
    if (target.startsWith(path + "/")) {
      throw refuse(entry, "it is a hard link to a file inside of itself");
    }
    if (existing != null && !keep && !target.equals(path)) {
      Files.removeTree(path);
      forget(path);
      touchParent(path);
    }
    switch (entry.kind()) {
      case FILE -> {
        write(path, content);
        touchParent(path);
        apply(path, entry);
      }
      case DIRECTORY -> {
        if (!keep) {
          Files.mkdir(path, 0700);
          touchParent(path);
        }
        apply(path, entry);
        directoryTimes.put(path, entry.mtime());
      }
      case SYMLINK -> {
        Files.symlink(entry.link(), path);
        touchParent(path);
        apply(path, entry);
      }
      case HARD_LINK -> {
        if (!target.equals(path)) {
          Files.link(target, path);
          touchParent(path);
        }
      }
      case FIFO -> makeNode(path, FIFO, entry);
      case CHARACTER_DEVICE -> makeNode(path, CHARACTER_DEVICE, entry);
      case BLOCK_DEVICE -> makeNode(path, BLOCK_DEVICE, entry);
    }
  }

  /** A directory that the archive has not dated yet may stay without a time of its own. */
  private void touchParent(String path) {
    directoryTimes.putIfAbsent(path.substring(0, path.lastIndexOf('/')), epoch);
  }

  /** What took the place of a directory may be a link, which times must not follow. */
  private void forget(String path) {
    directoryTimes.remove(path);
    directoryTimes.subMap(path + "/", path + "0").clear();
  }

  private void makeParents(Entry entry, String directory) throws IOException {
    Deque<String> missing = new ArrayDeque<>();
    String existing = directory;
    Stat stat = Files.lstatOrNull(existing);
    while (stat == null) {
      missing.push(existing);
      existing = existing.substring(0, existing.lastIndexOf('/'));
      stat = Files.lstatOrNull(existing);
    }
    if (!stat.isDirectory()) {
      throw refuse(entry, "one of its parents is no directory");
    }
    for (String path : missing) {
      Files.mkdir(path, 0755);
      touchParent(path);
      apply(path, change.apply(madeDirectory(path.substring(root.length() + 1))));
      directoryTimes.put(path, epoch);
    }
  }

  private Entry madeDirectory(String path) {
    return new Entry(
        path,
        Entry.Kind.DIRECTORY,
        0755,
        0,
        0,
        0,
        epoch,
        "",
        0,
        0,
        Collections.unmodifiableSortedMap(new TreeMap<>()));
  }

  private String linkTarget(Entry entry) throws IOException {
    String target = RootPath.resolveParent(root, inside + "/" + entry.link());
    Stat stat = Files.lstatOrNull(target);
    if (stat == null || stat.isDirectory()) {
      throw refuse(
          entry, "it is a hard link to " + Names.shown(entry.link()) + ", which is no file");
    }
    return target;
  }

  private static void write(String path, InputStream content) throws IOException {
    byte[] buffer = new byte[BUFFER];
    try (OutputStream out = Files.create(path, 0600)) {
      for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
        out.write(buffer, 0, n);
      }
    }
  }

  private void makeNode(String path, int type, Entry entry) throws IOException {
    if (type == CHARACTER_DEVICE && entry.deviceMajor() == 0 && entry.deviceMinor() == 0) {
      throw refuse(entry, "it is the device 0:0, which means a deleted file");
    }
    try {
      Files.mknod(path, type | 0600, entry.deviceMajor(), entry.deviceMinor());
    } catch (LinuxException e) {
      if (e.errno() != LinuxException.EPERM) {
        throw e;
      }
      // A user namespace may not make devices; tar as an ordinary user leaves them out as well.
      return;
    }
    touchParent(path);
    apply(path, entry);
  }

  private static void apply(String path, Entry entry) throws IOException {
    Files.lchown(path, entry.uid(), entry.gid());
    for (var attribute : entry.xattrs().entrySet()) {
      String name = attribute.getKey();
      if (!LayerAttributes.isKept(name)) {
        continue;
      }
      try {
        byte[] value = attribute.getValue().toArray();
        Files.setXattr(path, name, LayerAttributes.value(name, value));
      } catch (LinuxException e) {
        if (e.errno() != LinuxException.EPERM && e.errno() != LinuxException.EOPNOTSUPP) {
          throw e;
        }
      }
    }
    if (entry.kind() != Entry.Kind.SYMLINK) {
      Files.chmod(path, entry.mode());
    }
    Files.setTimes(path, entry.mtime(), 0);
  }

  private static StaveException refuse(Entry entry, String reason) {
    return Problem.user("archive entry " + entry.shownPath() + ": " + reason).exception();
  }
}
