package build.stave.linux;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Resolves paths inside a root file system tree, whose symbolic links must not lead out of it. */
public final class RootPath {
  private static final int MAX_LINKS = 255;

  private RootPath() {}

  /**
   * The absolute path, free of symbolic links, that a path means to a process whose root directory
   * is {@code root}. What does not exist is kept as it is named.
   *
   * @throws LinuxException ELOOP after 255 links
   */
  public static String resolve(String root, String path) throws IOException {
    return walk(root, path, true);
  }

  /** As {@link #resolve}, but a symbolic link as the last component stays. */
  public static String resolveParent(String root, String path) throws IOException {
    return walk(root, path, false);
  }

  private static String walk(String root, String path, boolean followLast) throws IOException {
    String base = root.endsWith("/") ? root.substring(0, root.length() - 1) : root;
    Deque<String> pending = new ArrayDeque<>();
    push(pending, path);
    List<String> done = new ArrayList<>();
    int links = 0;
    while (!pending.isEmpty()) {
      String name = pending.pop();
      if (name.equals("..")) {
        if (!done.isEmpty()) {
          done.removeLast();
        }
        continue;
      }
      done.add(name);
      if (pending.isEmpty() && !followLast) {
        break;
      }
      String candidate = base + "/" + String.join("/", done);
      Stat stat = Files.lstatOrNull(candidate);
      if (stat != null && stat.isSymlink()) {
        if (++links > MAX_LINKS) {
          throw new LinuxException(
              "resolve " + path, LinuxException.ELOOP, Errno.describe(LinuxException.ELOOP));
        }
        String target = Files.readlink(candidate);
        if (target.startsWith("/")) {
          done.clear();
        } else {
          done.removeLast();
        }
        push(pending, target);
      }
    }
    return done.isEmpty() ? root : base + "/" + String.join("/", done);
  }

  private static void push(Deque<String> pending, String path) {
    List<String> names = List.of(path.split("/", -1));
    for (String name : names.reversed()) {
      if (!name.isEmpty() && !name.equals(".")) {
        pending.push(name);
      }
    }
  }
}
