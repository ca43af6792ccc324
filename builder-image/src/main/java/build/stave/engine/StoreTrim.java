package build.stave.engine;

import build.stave.cache.LocalCache;
import build.stave.linux.DiskUsage;
import build.stave.linux.FileLock;
import build.stave.linux.FileSystems;
import build.stave.run.CacheDirectory;
import build.stave.snapshot.Store;
import build.stave.snapshot.StoredItem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Keeps small what a store holds between builds: what was not used for longest goes first, and what
 * a build uses stays. Several processes can do so at once, one after the other; builds go on
 * meanwhile.
 */
public final class StoreTrim {
  private final Path folder;
  private final Store store;

  /**
   * Of one store.
   *
   * @param folder that it was opened in
   */
  public StoreTrim(Path folder, Store store) {
    this.folder = folder;
    this.store = store;
  }

  private enum Kind {
    LAYER,
    BLOB,
    MOUNT
  }

  /** Removes it; false where it is used. */
  private interface Remover {
    boolean remove() throws IOException;
  }

  private record Kept(Kind kind, Instant used, long bytes, Remover remover) {}

  /** When to stop. */
  private interface Enough {
    /**
     * Whether nothing more has to go.
     *
     * @param kept bytes that are left, where sizes are known
     */
    boolean is(long kept) throws IOException;
  }

  /**
   * Removes what is too much. What alone is larger goes first: it never fits.
   *
   * @param quota bytes on disk that may stay: of layers, blobs, cache directories, and what is
   *     known of them
   */
  public Pruned to(long quota) throws IOException {
    if (FileSystems.space(folder.toString()).used() <= quota) {
      // Saves looking at each thing, on a volume of the store's own.
      return Pruned.NOTHING;
    }
    try (FileLock _ = alone()) {
      List<Kept> all = kept(true);
      all.sort(
          Comparator.comparing((Kept kept) -> kept.bytes() <= quota).thenComparing(Kept::used));
      return remove(all, kept -> kept <= quota);
    }
  }

  /**
   * Makes room on the disk, as far as it can.
   *
   * @param bytes that are to be free
   * @return whether anything was removed
   */
  boolean free(long bytes) throws IOException {
    try (FileLock _ = alone()) {
      List<Kept> all = kept(false);
      all.sort(Comparator.comparing(Kept::used));
      return !remove(all, _ -> FileSystems.freeBytes(folder.toString()) >= bytes).isNothing();
    }
  }

  /** Who trims later sees what is left then: the last of several builds leaves what it should. */
  private FileLock alone() throws IOException {
    FileLock lock = FileLock.exclusive(lock().toString());
    lock.touch();
    return lock;
  }

  private Path lock() {
    return folder.resolve("locks").resolve("trim");
  }

  private List<Kept> kept(boolean measured) throws IOException {
    List<Kept> kept = new ArrayList<>();
    for (StoredItem item : store.items()) {
      Kind kind =
          switch (item.kind()) {
            case LAYER -> Kind.LAYER;
            case BLOB -> Kind.BLOB;
          };
      kept.add(new Kept(kind, item.lastUsed(), measured ? item.bytes() : 0, item::remove));
    }
    for (CacheDirectory mount : CacheDirectory.all(folder)) {
      kept.add(new Kept(Kind.MOUNT, mount.lastUsed(), measured ? mount.bytes() : 0, mount::remove));
    }
    return kept;
  }

  private Pruned remove(List<Kept> all, Enough enough) throws IOException {
    long left = DiskUsage.of(index());
    for (Kept kept : all) {
      left += kept.bytes();
    }
    List<Kept> removed = new ArrayList<>();
    int inUse = 0;
    for (Kept kept : all) {
      if (enough.is(left)) {
        break;
      }
      if (kept.remover().remove()) {
        removed.add(kept);
        left -= kept.bytes();
      } else {
        inUse++;
      }
    }
    if (!removed.isEmpty()) {
      sweepIndex();
    }
    return new Pruned(
        count(Kind.LAYER, removed),
        count(Kind.BLOB, removed),
        count(Kind.MOUNT, removed),
        removed.stream().mapToLong(Kept::bytes).sum(),
        inUse);
  }

  private static int count(Kind kind, List<Kept> removed) {
    return (int) removed.stream().filter(kept -> kept.kind() == kind).count();
  }

  /** Entries that name nothing that is left. Those of running builds name what is to come. */
  private void sweepIndex() throws IOException {
    Instant began = FileLock.touched(lock().toString());
    Instant before = store.oldestBuild().filter(began::isAfter).orElse(began);
    new LocalCache(index())
        .sweep(
            before,
            entry ->
                store.holdsStep(entry.tree())
                    || (entry.layer() != null
                        && Files.exists(store.blobs().path(entry.layer().layer().digest()))));
  }

  private Path index() {
    return folder.resolve("cache");
  }
}
