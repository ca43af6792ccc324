package build.stave.linux;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Removes a tree, however deep, unreadable or long-named. Follows no link and enters no other
 * mount, so that what is mounted below stays whole and makes the removal fail with EBUSY.
 */
final class TreeRemoval {
  /** Below PATH_MAX by more than one name. */
  private static final int LONG_PATH = 3000;

  private final String top;
  private final Deque<String> moved = new ArrayDeque<>();
  private long mount;
  private int counter;

  TreeRemoval(String top) {
    this.top = top;
  }

  void run() throws IOException {
    Stat stat = Files.lstatOrNull(top);
    if (stat == null) {
      return;
    }
    if (!stat.isDirectory()) {
      Files.unlink(top);
      return;
    }
    mount = Files.mountId(top);
    empty(top);
    while (!moved.isEmpty()) {
      String next = moved.pop();
      empty(next);
      Files.rmdir(next);
    }
    Files.rmdir(top);
  }

  private void empty(String directory) throws IOException {
    for (String name : names(directory)) {
      String path = directory + "/" + name;
      Stat stat = Files.lstatOrNull(path);
      if (stat == null) {
        continue;
      }
      if (!stat.isDirectory()) {
        Files.unlink(path);
      } else if (path.length() > LONG_PATH && !directory.equals(top)) {
        moveUp(path);
      } else {
        if (Files.mountId(path) == mount) {
          empty(path);
        }
        Files.rmdir(path);
      }
    }
  }

  /** Names in a directory, which is made accessible where its mode forbids to look. */
  private static Iterable<String> names(String directory) throws IOException {
    try {
      return Files.list(directory);
    } catch (LinuxException e) {
      if (e.errno() != LinuxException.EACCES) {
        throw e;
      }
      Files.chmod(directory, 0700);
      return Files.list(directory);
    }
  }

  private void moveUp(String path) throws IOException {
    while (true) {
      String target = top + "/.removed-" + counter++;
      if (Files.lstatOrNull(target) == null) {
        Files.rename(path, target);
        moved.push(target);
        return;
      }
    }
  }
}
