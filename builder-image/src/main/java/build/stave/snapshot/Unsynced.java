package build.stave.snapshot;

import build.stave.linux.FileLock;
import build.stave.linux.FileSystems;
import build.stave.linux.SharedFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Items whose content may not be on disk yet: each is marked with the boot it was made in, before
 * it gets its name. After a crash of the machine what is still marked is not trusted, since a name
 * can be on disk before the content. Costs nothing while a build runs: an item loses its mark when
 * the store is opened later, by when the kernel has written it by itself.
 *
 * <p>Relies on a file system that keeps the order of names, as those with a journal do.
 */
final class Unsynced {
  /** Twice the kernel's {@code vm.dirty_expire_centisecs}, so that a sync has little to do. */
  private static final Duration WRITTEN_BACK = Duration.ofMinutes(1);

  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

  private final ItemFiles files;
  private final Clock clock;
  private final String boot;

  Unsynced(ItemFiles files, Clock clock) throws IOException {
    this.files = files;
    this.clock = clock;
    this.boot = Files.readString(BOOT_ID).strip();
  }

  /** Marks an item that is about to get its name; the caller has its lock alone. */
  void mark(Item item) throws IOException {
    Files.writeString(files.marks().resolve(item.name()), boot);
  }

  void unmark(Item item) throws IOException {
    Files.deleteIfExists(files.marks().resolve(item.name()));
  }

  /** Removes what a crash of the machine may have damaged, and trusts what was written since. */
  void settle(Removal removal) throws IOException {
    List<Item> written = new ArrayList<>();
    for (Path mark : SharedFolders.list(files.marks())) {
      Item item = files.item(mark.getFileName().toString());
      if (isOfThisBoot(mark)) {
        if (isOlder(mark)) {
          written.add(item);
        }
        continue;
      }
      try (FileLock lock = FileLock.tryExclusive(files.lock(item.name()).toString())) {
        // Else it is used, or being made with a mark half written: by somebody since the crash.
        if (lock != null && Files.exists(mark) && !isOfThisBoot(mark)) {
          removal.remove(item);
        }
      }
    }
    if (!written.isEmpty()) {
      FileSystems.sync(files.root().toString());
      for (Item item : written) {
        unmark(item);
      }
    }
  }

  private boolean isOfThisBoot(Path mark) throws IOException {
    try {
      return Files.readString(mark).equals(boot);
    } catch (NoSuchFileException e) {
      // Another process has settled it.
      return false;
    }
  }

  private boolean isOlder(Path mark) throws IOException {
    Instant marked = Instant.ofEpochMilli(mark.toFile().lastModified());
    return marked.isBefore(clock.instant().minus(WRITTEN_BACK));
  }

  /** Removes an item whose lock the caller has alone. */
  interface Removal {
    void remove(Item item) throws IOException;
  }
}
