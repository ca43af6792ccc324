package build.stave.snapshot;

import build.stave.linux.FileLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.util.HashMap;
import java.util.Map;

/**
 * What the builds of this process use of the store: each item's lock is shared until the last build
 * ends. Who makes or removes an item has its lock alone. The time of the lock's file is that of the
 * last use.
 */
final class Uses {
  private final ItemFiles files;
  private final Map<String, FileLock> held = new HashMap<>();
  private int builds;

  Uses(ItemFiles files) {
    this.files = files;
  }

  synchronized void beginBuild() {
    builds++;
  }

  synchronized void endBuild() throws IOException {
    if (--builds == 0) {
      for (FileLock lock : held.values()) {
        lock.close();
      }
      held.clear();
    }
  }

  /** Makes an item where it is not there yet, for all who ask, and keeps it. */
  void obtain(Item item, Making making) throws IOException {
    while (!keep(item)) {
      try (FileLock lock = FileLock.tryExclusive(files.lock(item.name()).toString())) {
        if (lock == null) {
          // Somebody makes it, or has just made it and keeps it.
          FileLock.pause();
          continue;
        }
        if (!exists(item)) {
          making.make();
        }
        lock.share();
        keep(item);
      }
    }
  }

  /** Keeps an item from being removed; false where it is not there. */
  boolean keep(Item item) throws IOException {
    if (!exists(item)) {
      return false;
    }
    synchronized (this) {
      if (held.containsKey(item.name())) {
        return true;
      }
    }
    FileLock lock = FileLock.tryShared(files.lock(item.name()).toString());
    while (lock == null) {
      FileLock.pause();
      lock = FileLock.tryShared(files.lock(item.name()).toString());
    }
    if (!exists(item)) {
      lock.close();
      return false;
    }
    lock.touch();
    FileLock superfluous;
    synchronized (this) {
      superfluous = held.putIfAbsent(item.name(), lock) == null ? null : lock;
    }
    if (superfluous != null) {
      superfluous.close();
    }
    return true;
  }

  /** Makes an item at its path, all at once. */
  interface Making {
    void make() throws IOException;
  }

  private static boolean exists(Item item) {
    return Files.exists(item.path(), LinkOption.NOFOLLOW_LINKS);
  }
}
