package build.stave.snapshot;

import build.stave.linux.DiskUsage;
import build.stave.linux.FileLock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;

/** A layer or a blob that the store has, as who keeps the store small sees it. */
public final class StoredItem {
  private final Item item;
  private final Path lock;
  private final Removal removal;

  /** Kinds of items. */
  public enum Kind {
    LAYER,
    BLOB
  }

  StoredItem(Item item, Path lock, Removal removal) {
    this.item = item;
    this.lock = lock;
    this.removal = removal;
  }

  /** What it is. */
  public Kind kind() {
    return item.isLayer() ? Kind.LAYER : Kind.BLOB;
  }

  /** When a build last began to use it; long ago where that is not known. */
  public Instant lastUsed() throws IOException {
    return FileLock.touched(lock.toString());
  }

  /** Bytes on disk, 0 where it is gone. A layer is measured once. */
  public long bytes() throws IOException {
    return item.isLayer()
        ? DiskUsage.noted(item.path().resolve("size"), "layer", item.path())
        : DiskUsage.of(item.path());
  }

  /** Removes it; false where a build uses it. */
  public boolean remove() throws IOException {
    try (FileLock alone = FileLock.tryExclusive(lock.toString())) {
      if (alone == null) {
        return false;
      }
      removal.remove(item);
      alone.removeFile();
      return true;
    }
  }
}
