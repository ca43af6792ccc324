package build.stave.snapshot;

import build.stave.archive.Entry;
import build.stave.archive.TarReader;
import build.stave.linux.DirectoryFd;
import build.stave.linux.FileSystems;
import build.stave.linux.Files;
import build.stave.linux.Names;
import build.stave.linux.Stat;
import build.stave.problem.Problem;
import build.stave.problem.Reason;
import build.stave.problem.StaveException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Unpacks one layer into an empty directory as overlayfs wants its lower directories (OCI
 * image-spec, layer.md). The archive is hostile: a parent that is a symbolic link is resolved
 * inside the tree, as containerd does, and the system calls see a directory's descriptor and a
 * plain name.
 */
final class Unpacker implements AutoCloseable {
  private static final String WHITEOUT = ".wh.";
  private static final String META = ".wh..wh.";
  private static final String OPAQUE = ".wh..wh..opq";
  private static final int CHARACTER_DEVICE = 0020000;
  private static final int FIFO = 0010000;
  private static final long LARGE = 64L << 20;

  private final String root;
  private final LowerView below;
  private final boolean contents;
  private final Deletions deletions = new Deletions();
  private final Parents parents;
  private final NavigableSet<String> devices = new TreeSet<>();
  private final byte[] buffer = new byte[128 * 1024];

  /**
   * @param contents whether files get their content, and not their size alone; those that say who a
   *     user is always do
   */
  Unpacker(String root, LowerView below, boolean contents) throws IOException {
    this.root = root;
    this.below = below;
    this.contents = contents;
    this.parents = new Parents(root, below, deletions);
  }

  /** Unpacks all entries; waits for the layers below where it must know what they hold. */
  void unpack(TarReader archive) throws IOException {
    for (Entry entry = archive.next(); entry != null; entry = archive.next()) {
      try {
        unpack(entry, archive.content());
        if (deletions.isFull()) {
          deletions.decide(below, parents);
        }
      } catch (StaveException | InterruptedIOException e) {
        throw e;
      } catch (IOException e) {
        throw new UnpackException(entry.shownPath(), e);
      }
    }
  }

  /** Decides what depends on the layers below, once these are complete, and sets times. */
  void finish() throws IOException {
    deletions.decide(below, parents);
    parents.takeRootFromBelow();
    parents.setTimes();
    LeftOutDevices.write(root, devices);
  }

  @Override
  public void close() throws IOException {
    parents.close();
  }

  private void unpack(Entry entry, InputStream content) throws IOException {
    String path = entry.path();
    if (path.isEmpty()) {
      apply(parents.open("").path(), entry);
      parents.setTime("", entry.mtime());
      return;
    }
    String parentPath = LowerView.parent(path);
    String name = path.substring(path.lastIndexOf('/') + 1);
    if (hasMetaPart(path) && !name.equals(OPAQUE)) {
      return;
    }
    for (String part : parentPath.split("/", -1)) {
      if (part.startsWith(WHITEOUT)) {
        throw refuse(entry, "it lies in a whiteout");
      }
    }
    String parent = parents.resolve(parentPath);
    refuseInDevice(entry, parent);
    DirectoryFd directory = parents.open(parent);
    if (name.equals(OPAQUE)) {
      deletions.opaqueOverDirectory(parent);
    } else if (name.startsWith(WHITEOUT)) {
      whiteOut(entry, parent, directory, name.substring(WHITEOUT.length()));
    } else {
      put(entry, content, parent, directory, name);
    }
  }

  /** A device that was left out leaves its name free, and is no directory all the same. */
  private void refuseInDevice(Entry entry, String directory) {
    for (String path = directory; !path.isEmpty(); path = LowerView.parent(path)) {
      if (devices.contains(path)) {
        throw refuse(entry, "its parent " + Names.shown(path) + " is a device");
      }
    }
  }

  private void put(
      Entry entry, InputStream content, String parent, DirectoryFd directory, String name)
      throws IOException {
    String path = Parents.join(parent, name);
    String file = directory.path(name);
    Stat existing = Files.lstatOrNull(file);
    String linkTarget = entry.kind() == Entry.Kind.HARD_LINK ? linkTarget(entry, path) : "";
    boolean keep =
        existing != null && existing.isDirectory() && entry.kind() == Entry.Kind.DIRECTORY;
    if (existing != null && !keep) {
      Files.removeTree(file);
      forget(path);
    }
    devices.remove(path);
    switch (entry.kind()) {
      case FILE -> {
        if (contents || name.equals("passwd") || name.equals("group")) {
          refuseBeyondDisk(entry);
          write(content, file);
        } else {
          Files.createHole(file, 0600, entry.size());
        }
        apply(file, entry);
      }
      case DIRECTORY -> {
        if (!keep) {
          Files.mkdir(file, 0700);
          if (existing != null && existing.isOverlayWhiteout()) {
            deletions.opaque(path);
          }
        }
        apply(file, entry);
        parents.setTime(path, entry.mtime());
      }
      case SYMLINK -> {
        Files.symlink(entry.link(), file);
        parents.forget();
        apply(file, entry);
      }
      case HARD_LINK -> link(linkTarget, path, file);
      case FIFO -> {
        Files.mknod(file, FIFO | 0600, 0, 0);
        apply(file, entry);
      }
      case CHARACTER_DEVICE, BLOCK_DEVICE -> leaveOut(path, file);
    }
  }

  private void write(InputStream content, String file) throws IOException {
    try (OutputStream out = Files.create(file, 0600)) {
      for (int n = content.read(buffer); n > 0; n = content.read(buffer)) {
        out.write(buffer, 0, n);
      }
    }
  }

  /** What cannot fit is refused before it has filled the disk for everybody else. */
  private void refuseBeyondDisk(Entry entry) throws IOException {
    if (entry.size() < LARGE) {
      return;
    }
    long free = FileSystems.freeBytes(root);
    if (entry.size() > free) {
      throw Problem.environment(
              "",
              "the disk is full: entry "
                  + entry.shownPath()
                  + " needs "
                  + entry.size()
                  + " bytes, "
                  + free
                  + " are free")
          .because(Reason.DISK_FULL)
          .fix(Layers.FREE_SPACE)
          .exception();
    }
  }

  /** The path of the file to join, checked before anything is removed. */
  private String linkTarget(Entry entry, String path) throws IOException {
    String missing = "it is a hard link to " + Names.shown(entry.link()) + ", which ";
    String target = parents.resolveExisting(entry.link());
    if (target == null) {
      throw refuse(entry, missing + "does not exist");
    }
    if (target.equals(path) || target.startsWith(path + "/")) {
      throw refuse(entry, "it is a hard link to itself or into itself");
    }
    if (devices.contains(target)) {
      return target;
    }
    Stat here = Files.lstatOrNull(root + "/" + target);
    if (here == null) {
      LowerView.Found found = below.lookup(target);
      if (found == null) {
        throw refuse(entry, missing + "does not exist");
      }
      here = found.stat();
    }
    if (here != null && here.isOverlayWhiteout()) {
      throw refuse(entry, missing + "does not exist");
    }
    if (here != null && here.isDirectory()) {
      throw refuse(entry, missing + "is a directory");
    }
    return target;
  }

  private void link(String target, String path, String file) throws IOException {
    String name = target.substring(target.lastIndexOf('/') + 1);
    if (devices.contains(target)) {
      leaveOut(path, file);
      return;
    }
    // Of its own: opening the target's parent may replace the descriptor that names the file.
    try (DirectoryFd directory = parents.openAnew(parents.resolve(LowerView.parent(target)))) {
      String existing = directory.path(name);
      if (Files.lstatOrNull(existing) == null) {
        LowerView.Found found = below.lookup(target);
        if (found == null || found.stat() == null) {
          leaveOut(path, file);
          return;
        }
        CopyUp.copy(found.file(), found.stat(), existing);
      }
      Files.link(existing, file);
    }
  }

  private void leaveOut(String path, String file) throws IOException {
    devices.add(path);
    Files.mknod(file, CHARACTER_DEVICE, 0, 0);
    deletions.leftOut(path);
  }

  private void whiteOut(Entry entry, String parent, DirectoryFd directory, String name)
      throws IOException {
    if (name.isEmpty() || name.equals(".") || name.equals("..")) {
      throw refuse(entry, "it is a whiteout of no name");
    }
    String path = Parents.join(parent, name);
    Stat existing = Files.lstatOrNull(directory.path(name));
    if (existing == null) {
      Files.mknod(directory.path(name), CHARACTER_DEVICE, 0, 0);
      deletions.gone(path);
      parents.forget();
    } else if (existing.isDirectory()) {
      // Whiteouts are about the layers below, wherever in the archive they stand.
      deletions.opaqueOverDirectory(path);
    }
  }

  private static void apply(String file, Entry entry) throws IOException {
    // chown clears setuid bits and capabilities, so it comes first.
    Files.lchown(file, entry.uid(), entry.gid());
    if (entry.kind() != Entry.Kind.SYMLINK) {
      Files.chmod(file, entry.mode());
    }
    Attributes.write(file, entry.xattrs());
    if (entry.kind() != Entry.Kind.DIRECTORY) {
      Files.setTimes(file, entry.mtime(), 0);
    }
  }

  private void forget(String path) {
    parents.forget();
    deletions.forget(path);
    devices.subSet(path + "/", path + "0").clear();
    parents.forgetTimes(path);
  }

  private static boolean hasMetaPart(String path) {
    return path.startsWith(META) || path.contains("/" + META);
  }

  private static StaveException refuse(Entry entry, String reason) {
    return Problem.user("entry " + entry.shownPath() + ": " + reason).exception();
  }

  /** A system call that failed for an entry. */
  static final class UnpackException extends IOException {
    private final String path;
    private final IOException failure;

    UnpackException(String path, IOException failure) {
      super(path + ": " + failure.getMessage(), failure);
      this.path = path;
      this.failure = failure;
    }

    String path() {
      return path;
    }

    IOException failure() {
      return failure;
    }
  }
}
