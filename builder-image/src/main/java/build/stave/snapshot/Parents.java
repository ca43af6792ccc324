package build.stave.snapshot;

import build.stave.linux.DirectoryFd;
import build.stave.linux.Files;
import build.stave.linux.LinuxException;
import build.stave.linux.Names;
import build.stave.linux.Stat;
import build.stave.problem.Problem;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Directories of the layer being unpacked: found through links inside the tree, made, opened. */
final class Parents implements AutoCloseable {
  private static final int MAX_LINKS = 255;
  private static final int PATH_MAX = 4096;

  /** Kept in memory until the end; 600,000 directories with names of 100 bytes. */
  private static final long MAX_TIMED_NAMES = 64L << 20;

  private static final int CACHED = 10_000;

  private final LowerView below;
  private final Deletions deletions;
  private final DirectoryFd root;

  /** Set at the end, since what is made inside changes them. */
  private final NavigableMap<String, Long> times = new TreeMap<>();

  private long timedNames;
  private final Map<String, String> resolved = new HashMap<>();
  private String openPath = "";
  private @Nullable DirectoryFd open;

  Parents(String root, LowerView below, Deletions deletions) throws IOException {
    this.root = DirectoryFd.open(root);
    this.below = below;
    this.deletions = deletions;
  }

  static String join(String parent, String name) {
    return parent.isEmpty() ? name : parent + "/" + name;
  }

  /** Makes the root directory look as it does below, unless the archive has said otherwise. */
  void takeRootFromBelow() throws IOException {
    if (times.containsKey("")) {
      return;
    }
    LowerView.Found found = below.lookup("");
    if (found != null && found.stat() != null) {
      CopyUp.attributes(found.file(), found.stat(), root.path());
    }
    setTime("", found == null || found.stat() == null ? 0 : found.stat().mtime());
  }

  /** The directory that a path means, free of links; made where the layer lacks it. */
  String resolve(String path) throws IOException {
    String known = resolved.get(path);
    if (known == null) {
      known = walk(path, true);
      if (known == null) {
        throw new IllegalStateException("directories were to be made: " + path);
      }
      if (resolved.size() >= CACHED) {
        resolved.clear();
      }
      resolved.put(path, known);
    }
    return known;
  }

  /** The path with the links of its parents resolved, or null where a parent does not exist. */
  @Nullable String resolveExisting(String path) throws IOException {
    String parent = walk(LowerView.parent(path), false);
    return parent == null ? null : join(parent, path.substring(path.lastIndexOf('/') + 1));
  }

  /** Opens a resolved directory; the descriptor lives until the next call. */
  DirectoryFd open(String directory) throws IOException {
    DirectoryFd current = open;
    if (current != null && openPath.equals(directory)) {
      return current;
    }
    close(current);
    open = null;
    DirectoryFd next = openAnew(directory);
    open = next;
    openPath = directory;
    return next;
  }

  /** Opens a resolved directory for a caller that closes it. */
  DirectoryFd openAnew(String directory) throws IOException {
    return root.descend(directory);
  }

  /** To be called when a link was made, or something removed. */
  void forget() {
    // The open directory stays: to replace one above it, that one's parent is opened first.
    resolved.clear();
  }

  /** Remembers the modification time that a directory gets in the end. */
  void setTime(String directory, long seconds) {
    if (times.put(directory, seconds) == null) {
      timedNames += directory.length();
    }
    if (timedNames > MAX_TIMED_NAMES) {
      throw Problem.user("the names of its directories fill more than 64 MiB").exception();
    }
  }

  /** To be called when a directory was removed with all it held. */
  void forgetTimes(String directory) {
    Long own = times.remove(directory);
    timedNames -= own == null ? 0 : directory.length();
    Map<String, Long> inside = times.subMap(directory + "/", directory + "0");
    for (String path : inside.keySet()) {
      timedNames -= path.length();
    }
    inside.clear();
  }

  void setTimes() throws IOException {
    for (Map.Entry<String, Long> time : times.entrySet()) {
      Files.setTimes(open(time.getKey()).path(), time.getValue(), 0);
    }
  }

  @Override
  public void close() throws IOException {
    close(open);
    root.close();
  }

  private static void close(@Nullable DirectoryFd directory) throws IOException {
    if (directory != null) {
      directory.close();
    }
  }

  private @Nullable String walk(String path, boolean make) throws IOException {
    Deque<String> pending = new ArrayDeque<>();
    push(pending, path);
    List<String> done = new ArrayList<>();
    int links = 0;
    // Kept open, since opening each directory from the root would take the square of the depth.
    DirectoryFd current = root.descend("");
    try {
      while (!pending.isEmpty()) {
        String name = pending.pop();
        String parent = String.join("/", done);
        if (name.equals("..")) {
          if (!done.isEmpty()) {
            done.removeLast();
          }
          current = replace(current, descendOrNull(root, String.join("/", done)));
          continue;
        }
        String link = enter(current, parent, name, make);
        if (link == null) {
          done.add(name);
          if (Names.encode(join(parent, name)).length >= PATH_MAX) {
            throw Problem.user(
                    "parent " + Names.shown(path) + " leads deeper than 4096 bytes of names")
                .exception();
          }
          current = replace(current, descendOrNull(current, name));
        } else if (link.isEmpty()) {
          return null;
        } else {
          if (++links > MAX_LINKS) {
            throw Problem.user("parent " + Names.shown(path) + " leads through more than 255 links")
                .exception();
          }
          if (link.startsWith("/")) {
            done.clear();
            current = replace(current, root.descend(""));
          }
          push(pending, link);
        }
      }
      return String.join("/", done);
    } finally {
      close(current);
    }
  }

  private static @Nullable DirectoryFd replace(
      @Nullable DirectoryFd old, @Nullable DirectoryFd next) throws IOException {
    close(old);
    return next;
  }

  /** Null for a directory, the target of a link, or an empty string where there is nothing. */
  private @Nullable String enter(
      @Nullable DirectoryFd directory, String parent, String name, boolean make)
      throws IOException {
    String path = join(parent, name);
    Stat here = directory == null ? null : Files.lstatOrNull(directory.path(name));
    if (here != null && here.isDirectory()) {
      return null;
    }
    if (here != null && here.isSymlink() && directory != null) {
      return Files.readlink(directory.path(name));
    }
    boolean whiteout = here != null && here.isOverlayWhiteout();
    if (here != null && !whiteout) {
      throw Problem.user("parent " + Names.shown(path) + " is no directory").exception();
    }
    LowerView.Found found = whiteout ? null : below.lookup(path);
    if (found != null && found.stat() != null && found.stat().isSymlink()) {
      return Files.readlink(found.file());
    }
    if (!make || directory == null) {
      return found != null && found.isDirectory() ? null : "";
    }
    makeDirectory(path, directory.path(name), whiteout, found);
    return null;
  }

  /** The layer may lack a directory that exists below while nothing is made. */
  private static @Nullable DirectoryFd descendOrNull(@Nullable DirectoryFd from, String path)
      throws IOException {
    try {
      return from == null ? null : from.descend(path);
    } catch (LinuxException e) {
      if (e.errno() == LinuxException.ENOENT) {
        return null;
      }
      throw e;
    }
  }

  private void makeDirectory(
      String path, String directory, boolean overWhiteout, LowerView.@Nullable Found found)
      throws IOException {
    if (overWhiteout) {
      Files.unlink(directory);
    }
    Files.mkdir(directory, 0755);
    if (overWhiteout) {
      deletions.opaque(path);
    }
    Stat stat = found == null || !found.isDirectory() ? null : found.stat();
    if (found != null && stat != null) {
      CopyUp.attributes(found.file(), stat, directory);
    }
    setTime(path, stat == null ? 0 : stat.mtime());
  }

  private static void push(Deque<String> pending, String path) {
    for (String name : List.of(path.split("/", -1)).reversed()) {
      if (!name.isEmpty() && !name.equals(".")) {
        pending.push(name);
      }
    }
  }
}
