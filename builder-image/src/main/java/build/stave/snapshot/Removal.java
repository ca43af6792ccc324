package build.stave.snapshot;

import build.stave.linux.FileLock;
import build.stave.linux.Stat;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.Deque;

/** Removes items of the store that nobody uses. */
final class Removal {
  private final ItemFiles files;
  private final Unsynced unsynced;

  Removal(ItemFiles files, Unsynced unsynced) {
    this.files = files;
    this.unsynced = unsynced;
  }

  Pruned prune() throws IOException {
    int layers = 0;
    int blobs = 0;
    int inUse = 0;
    long bytes = 0;
    for (Item item : files.all()) {
      try (FileLock lock = FileLock.tryExclusive(files.lock(item.name()).toString())) {
        if (lock == null) {
          inUse++;
          continue;
        }
        if (Files.isDirectory(item.path())) {
          layers++;
        } else if (Files.exists(item.path())) {
          blobs++;
        }
        bytes += size(item.path().toString());
        remove(item);
        lock.removeFile();
      }
    }
    return new Pruned(layers, blobs, bytes, inUse);
  }

  /** Removes an item whose lock the caller has alone. */
  void remove(Item item) throws IOException {
    String partial = item.partial().toString();
    build.stave.linux.Files.removeTree(partial);
    if (Files.exists(item.path())) {
      // Nobody finds half of it, should this process be killed.
      build.stave.linux.Files.rename(item.path().toString(), partial);
      build.stave.linux.Files.removeTree(partial);
    }
    unsynced.unmark(item);
  }

  private static long size(String path) throws IOException {
    long bytes = 0;
    Deque<String> pending = new ArrayDeque<>();
    pending.push(path);
    while (!pending.isEmpty()) {
      String next = pending.pop();
      Stat stat = build.stave.linux.Files.lstatOrNull(next);
      if (stat != null && stat.isDirectory()) {
        for (String name : build.stave.linux.Files.list(next)) {
          pending.push(next + "/" + name);
        }
      } else if (stat != null && stat.isFile()) {
        bytes += stat.size() / stat.links();
      }
    }
    return bytes;
  }
}
