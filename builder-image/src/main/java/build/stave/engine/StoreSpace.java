package build.stave.engine;

import build.stave.linux.FileSystems;
import build.stave.problem.FullDisk;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.Callable;

/** Space for builds on a store's disk, made by removing what no build uses. */
final class StoreSpace {
  private static final long MOST_FREE = 1L << 30;

  /** A twentieth of a small disk. */
  private static final int PART_FREE = 20;

  private static final int GROWTH = 4;

  private final Path folder;
  private final StoreTrim trim;
  private final OptionalLong quota;

  StoreSpace(Path folder, StoreTrim trim, OptionalLong quota) {
    this.folder = folder;
    this.trim = trim;
    this.quota = quota;
  }

  /** Leaves no more than the quota, once no build uses the rest. */
  void keepQuota() throws IOException {
    if (quota.isPresent()) {
      trim.to(quota.getAsLong());
    }
  }

  /** Keeps some of the disk free until it is closed, since a step that finds it full has failed. */
  Closeable watch() throws IOException {
    makeRoom();
    return SpaceWatch.start(this::makeRoom);
  }

  /** Frees a part of the disk where it is almost full; false where that was of no avail. */
  private boolean makeRoom() throws IOException {
    FileSystems.Space space = FileSystems.space(folder.toString());
    long wanted = reserve(space);
    return space.free() >= wanted || trim.free(wanted);
  }

  /**
   * Does what can be done again where the disk is full: it is, as long as there is more to free.
   */
  <T> T inRoom(Callable<T> work) throws Exception {
    long more = reserve(FileSystems.space(folder.toString()));
    while (true) {
      try {
        return work.call();
      } catch (Exception e) {
        if (!FullDisk.isSaidBy(e) || !trim.free(FileSystems.freeBytes(folder.toString()) + more)) {
          throw e;
        }
        more *= GROWTH;
      }
    }
  }

  private static long reserve(FileSystems.Space space) {
    return Math.min(MOST_FREE, space.total() / PART_FREE);
  }
}
