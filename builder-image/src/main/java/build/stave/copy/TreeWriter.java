package build.stave.copy;

import build.stave.copy.TreeWalk.Node;
import build.stave.linux.Files;
import build.stave.linux.LinuxException;
import build.stave.linux.Stat;
import build.stave.problem.Problem;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes the files of one source below the destination. The destination itself is resolved through
 * links by then; below it no link is followed: a directory that meets one is an error, a file
 * replaces it (BuildKit, fsutil's copy).
 */
final class TreeWriter implements Selection.Visitor {
  private final CopyRequest request;
  private final CopySource.Tree tree;
  private final Destination destination;
  private final @Nullable ModeChange chmod;
  private final Map<Inode, Copy> copies = new HashMap<>();
  private final Set<String> keep = new HashSet<>();
  private String target = "";

  /** A source file that has several names. */
  private record Inode(long dev, long ino) {}

  /** Where the first of its names was copied to, and what was made there. */
  private record Copy(String path, long ino) {}

  TreeWriter(
      CopyRequest request,
      CopySource.Tree tree,
      Destination destination,
      @Nullable ModeChange chmod) {
    this.request = request;
    this.tree = tree;
    this.destination = destination;
    this.chmod = chmod;
  }

  @Override
  public void start(String name, Node start, boolean several) throws IOException {
    if (start.stat().isDirectory()) {
      target = destination.asDirectory();
      keep.add(target);
    } else {
      target = destination.forFile(name, several);
    }
  }

  @Override
  public void enter(Node directory) throws IOException {
    String path = path(directory);
    Stat existing = Files.lstatOrNull(path);
    if (existing != null && existing.isDirectory()) {
      return;
    }
    if (existing != null) {
      if (!request.link()) {
        throw Problem.user("cannot copy to non-directory: " + destination.shown(path))
            .fix(
                "the source has a directory "
                    + directory.name()
                    + " where the destination has "
                    + (existing.isSymlink() ? "a symbolic link" : "a file")
                    + "; copy its content to the real directory, or remove what is there")
            .exception();
      }
      Files.unlink(path);
    }
    Files.mkdir(path, 0700);
    destination.written(path);
  }

  @Override
  public void leave(Node directory) throws IOException {
    String path = path(directory);
    if (!keep.contains(path)) {
      apply(directory, path);
      destination.dated(path);
    }
  }

  @Override
  public void file(Node file) throws IOException {
    String path = path(file);
    Stat stat = file.stat();
    var inode = new Inode(stat.dev(), stat.ino());
    Copy copy = stat.links() > 1 ? copies.get(inode) : null;
    if (copy != null) {
      Stat there = Files.lstatOrNull(copy.path());
      if (there != null && there.ino() == copy.ino()) {
        if (!copy.path().equals(path)) {
          destination.makeRoom(path);
          Files.link(copy.path(), path);
          destination.written(path);
        }
        return;
      }
    }
    destination.makeRoom(path);
    if (create(file, path)) {
      destination.written(path);
      apply(file, path);
      if (stat.links() > 1) {
        copies.put(inode, new Copy(path, Files.lstat(path).ino()));
      }
    }
  }

  private boolean create(Node file, String path) throws IOException {
    Stat stat = file.stat();
    if (stat.isFile()) {
      Files.copyContent(file.path(), path, 0600);
    } else if (stat.isSymlink()) {
      Files.symlink(Files.readlink(file.path()), path);
    } else if (stat.isOverlayWhiteout()) {
      throw Problem.user("cannot copy the device " + file.name() + ": 0:0 means a deleted file")
          .exception();
    } else {
      try {
        Files.mknod(path, stat.mode(), stat.rdevMajor(), stat.rdevMinor());
      } catch (LinuxException e) {
        // A user namespace may not make devices; unpacking a layer there leaves them out as well.
        if (e.errno() == LinuxException.EPERM) {
          return false;
        }
        throw e;
      }
    }
    return true;
  }

  private void apply(Node node, String path) throws IOException {
    Stat stat = node.stat();
    boolean image = tree.origin() == CopySource.Origin.IMAGE;
    Owner own = image ? new Owner(stat.uid(), stat.gid()) : Owner.ROOT;
    new Metadata(
            request.owner() == null ? own : request.owner(),
            stat.permissions(),
            Xattrs.of(node.path()),
            tree.origin() == CopySource.Origin.CONTEXT ? request.epoch() : stat.mtime())
        .apply(path, stat, chmod);
  }

  private String path(Node node) {
    return node.name().isEmpty() ? target : target + "/" + node.name();
  }
}
