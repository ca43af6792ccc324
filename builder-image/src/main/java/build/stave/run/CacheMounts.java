package build.stave.run;

import build.stave.dockerfile.RunMount.Sharing;
import build.stave.linux.LinuxException;
import build.stave.linux.Names;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Directories that last between builds, for {@code RUN --mount=type=cache}, safe for any number of
 * threads and processes. Of each id there is directory 0, and more where builds want it to
 * themselves at the same time: {@code shared} ones use 0 together, {@code locked} ones one after
 * the other, {@code private} ones take the first that nobody uses (Dockerfile reference, RUN
 * --mount=type=cache).
 */
public final class CacheMounts {
  private static final long FIRST_WAIT = 5;
  private static final long LONGEST_WAIT = 200;

  private final Path root;
  private final ReentrantLock lock = new ReentrantLock();

  /** Directories this process holds a lock of. */
  private final Map<Path, Held> held = new HashMap<>();

  private CacheMounts(Path root) {
    this.root = root;
  }

  /**
   * A lock of this process; {@code users} counts leases of a shared one, -1 is an exclusive one.
   */
  private static final class Held {
    final FileChannel channel;
    int users;

    Held(FileChannel channel, int users) {
      this.channel = channel;
      this.users = users;
    }
  }

  /** Fills a new cache directory. */
  @FunctionalInterface
  public interface Seed {
    /** Puts files into an empty directory. */
    void fill(Path directory) throws IOException;
  }

  /** The right to use a cache directory until it is closed. */
  public final class Lease implements AutoCloseable {
    private final Path place;
    private boolean closed;

    Lease(Path place) {
      this.place = place;
    }

    /** The directory. */
    public Path path() {
      return place.resolve("data");
    }

    @Override
    public void close() throws IOException {
      release(this);
    }
  }

  /** The cache directories of a store, in its folder {@code caches}. */
  public static CacheMounts open(Path store) throws IOException {
    return new CacheMounts(Files.createDirectories(store.resolve("caches")));
  }

  /**
   * Takes a cache directory; waits where it has to.
   *
   * @param mode permission bits of a new directory
   * @param seed what a new directory is filled with
   */
  public Lease open(String id, Sharing sharing, int mode, int uid, int gid, Optional<Seed> seed)
      throws IOException, InterruptedException {
    Path caches = Files.createDirectories(root.resolve(digest(id)));
    boolean shared = sharing == Sharing.SHARED;
    int number = 0;
    long wait = FIRST_WAIT;
    while (true) {
      Path place = Files.createDirectories(caches.resolve(Integer.toString(number)));
      if (take(place, shared)) {
        var lease = new Lease(place);
        try {
          create(lease.path(), mode, uid, gid, seed);
          return lease;
        } catch (IOException | RuntimeException e) {
          lease.close();
          throw e;
        }
      }
      if (sharing == Sharing.PRIVATE) {
        number++;
      } else {
        Thread.sleep(wait);
        wait = Math.min(LONGEST_WAIT, wait * 2);
      }
    }
  }

  private boolean take(Path place, boolean shared) throws IOException {
    lock.lock();
    try {
      Held mine = held.get(place);
      if (mine != null) {
        if (!shared || mine.users < 0) {
          return false;
        }
        mine.users++;
        return true;
      }
      FileChannel channel =
          FileChannel.open(
              place.resolve("lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      if (tryLock(channel, shared) == null) {
        channel.close();
        return false;
      }
      held.put(place, new Held(channel, shared ? 1 : -1));
      return true;
    } finally {
      lock.unlock();
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel, boolean shared)
      throws IOException {
    try {
      return channel.tryLock(0, Long.MAX_VALUE, shared);
    } catch (OverlappingFileLockException e) {
      // Another store object of this process has it.
      return null;
    }
  }

  private void release(Lease lease) throws IOException {
    lock.lock();
    try {
      Held mine = held.get(lease.place);
      if (lease.closed || mine == null) {
        return;
      }
      lease.closed = true;
      mine.users = mine.users < 0 ? 0 : mine.users - 1;
      if (mine.users == 0) {
        held.remove(lease.place);
        mine.channel.close();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Whoever comes first fills it; the rename makes a half-filled one impossible. */
  private static void create(Path data, int mode, int uid, int gid, Optional<Seed> seed)
      throws IOException {
    if (Files.isDirectory(data)) {
      return;
    }
    Path fresh = Files.createTempDirectory(data.getParent(), "new");
    try {
      if (seed.isPresent()) {
        seed.get().fill(fresh);
      }
      String name = fresh.toString();
      build.stave.linux.Files.lchown(name, uid, gid);
      build.stave.linux.Files.chmod(name, mode);
      build.stave.linux.Files.rename(name, data.toString());
    } catch (LinuxException e) {
      if (!Files.isDirectory(data)) {
        throw e;
      }
    } finally {
      build.stave.linux.Files.removeTree(fresh.toString());
    }
  }

  private static String digest(String id) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(Names.encode(id)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
