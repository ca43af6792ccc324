package build.stave.run;

import build.stave.linux.DiskUsage;
import build.stave.linux.FileLock;
import build.stave.linux.SharedFolders;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** A directory of {@link CacheMounts}, as who keeps the store small sees it. */
public final class CacheDirectory {
  private final CacheFolders folders;
  private final Path place;

  private CacheDirectory(CacheFolders folders, Path place) {
    this.folders = folders;
    this.place = place;
  }

  /** All cache directories of a store. */
  public static List<CacheDirectory> all(Path store) throws IOException {
    var folders = new CacheFolders(store);
    return folders.all().stream().map(place -> new CacheDirectory(folders, place)).toList();
  }

  /** When a step last began to use it; long ago where that is not known. */
  public Instant lastUsed() throws IOException {
    return FileLock.touched(lock());
  }

  /** Bytes on disk, 0 where it is gone. It is measured once after each use. */
  public long bytes() throws IOException {
    Instant used = lastUsed();
    return isIdle()
        ? DiskUsage.noted(place.resolve("size"), used.toString(), place)
        : DiskUsage.of(place);
  }

  private boolean isIdle() throws IOException {
    try (FileLock alone = FileLock.tryExclusive(lock())) {
      return alone != null;
    }
  }

  /** Removes it; false where a step uses it. */
  public boolean remove() throws IOException {
    try (FileLock alone = FileLock.tryExclusive(lock())) {
      if (alone == null) {
        return false;
      }
      SharedFolders.remove(place);
      SharedFolders.removeEmpty(Objects.requireNonNull(place.getParent()));
      alone.removeFile();
      return true;
    }
  }

  private String lock() {
    return folders.lock(place).toString();
  }
}
