package build.stave.snapshot;

import build.stave.linux.FileLock;
import build.stave.linux.SharedFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** Removes items of the store that nobody uses. */
final class Removal {
  private final ItemFiles files;
  private final Unsynced unsynced;

  Removal(ItemFiles files, Unsynced unsynced) {
    this.files = files;
    this.unsynced = unsynced;
  }

  /** All items that are whole. What killed processes left in the place of others is removed. */
  List<StoredItem> items() throws IOException {
    List<StoredItem> items = new ArrayList<>();
    for (Item item : files.all()) {
      var stored = new StoredItem(item, files.lock(item.name()), this);
      if (Files.exists(item.path())) {
        items.add(stored);
        clean(item);
      } else {
        stored.remove();
      }
    }
    return items;
  }

  /** An item is removed under a second name, which a killed process leaves. */
  private void clean(Item item) throws IOException {
    if (!Files.exists(item.partial())) {
      return;
    }
    try (FileLock lock = FileLock.tryExclusive(files.lock(item.name()).toString())) {
      if (lock != null) {
        build.stave.linux.Files.removeTree(item.partial().toString());
      }
    }
  }

  /** Removes an item whose lock the caller has alone. */
  void remove(Item item) throws IOException {
    SharedFolders.remove(item.path());
    unsynced.unmark(item);
  }
}
