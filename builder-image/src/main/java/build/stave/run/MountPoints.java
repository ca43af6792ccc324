package build.stave.run;

import build.stave.linux.Files;
import build.stave.linux.LinuxException;
import build.stave.linux.RootPath;
import build.stave.linux.Stat;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Mount points that a root lacks: made for the time of a step, then removed, with the times of
 * their parents as they were, so that a layer shows nothing of them (buildkit#3148).
 */
final class MountPoints implements AutoCloseable {
  private final String root;
  private final Deque<Made> made = new ArrayDeque<>();

  MountPoints(String root) {
    this.root = root;
  }

  /** Something made in a parent; the parent's status before and after. */
  private record Made(
      String path, boolean directory, long ino, String parent, Stat before, Stat after) {}

  /**
   * Makes sure that something can be mounted on a path as a process in the root sees it.
   *
   * @return the path in the root, free of symbolic links
   */
  String ensure(String target, boolean directory) throws IOException {
    String resolved = RootPath.resolve(root, target);
    if (resolved.equals(root)) {
      return "/";
    }
    String inside = resolved.substring(root.endsWith("/") ? root.length() - 1 : root.length());
    String parent = root;
    String[] names = inside.substring(1).split("/", -1);
    for (int i = 0; i < names.length; i++) {
      String path = parent.endsWith("/") ? parent + names[i] : parent + "/" + names[i];
      if (Files.lstatOrNull(path) == null) {
        make(path, parent, i < names.length - 1 || directory);
      }
      parent = path;
    }
    return inside;
  }

  private void make(String path, String parent, boolean directory) throws IOException {
    Stat before = Files.lstat(parent);
    if (directory) {
      Files.mkdir(path, 0755);
    } else {
      Files.create(path, 0644).close();
    }
    made.push(
        new Made(path, directory, Files.lstat(path).ino(), parent, before, Files.lstat(parent)));
  }

  /** Removes what was made, unless the step has put something there. */
  @Override
  public void close() throws IOException {
    IOException first = null;
    while (!made.isEmpty()) {
      try {
        remove(made.pop());
      } catch (IOException e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }

  private static void remove(Made item) throws IOException {
    Stat now = Files.lstatOrNull(item.path());
    Stat parent = Files.lstatOrNull(item.parent());
    if (now == null || parent == null || !isOurs(item, now)) {
      return;
    }
    if (item.directory()) {
      try {
        Files.rmdir(item.path());
      } catch (LinuxException e) {
        if (e.errno() == LinuxException.ENOTEMPTY || e.errno() == LinuxException.EEXIST) {
          return;
        }
        throw e;
      }
    } else {
      Files.unlink(item.path());
    }
    Stat time = sameTime(parent, item.after()) ? item.before() : parent;
    Files.setTimes(item.parent(), time.mtime(), time.mtimeNanos());
  }

  private static boolean isOurs(Made item, Stat now) {
    return item.directory() == now.isDirectory()
        && now.ino() == item.ino()
        && (now.isDirectory() || (now.isFile() && now.size() == 0));
  }

  private static boolean sameTime(@Nullable Stat a, Stat b) {
    return a != null && a.mtime() == b.mtime() && a.mtimeNanos() == b.mtimeNanos();
  }
}
