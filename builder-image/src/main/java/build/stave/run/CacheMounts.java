package build.stave.run;

import build.stave.dockerfile.RunMount.Sharing;
import build.stave.linux.FileLock;
import build.stave.linux.LinuxException;
import build.stave.linux.Names;
import build.stave.linux.SharedFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

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

  private final CacheFolders folders;

  private CacheMounts(CacheFolders folders) {
    this.folders = folders;
  }

  /** Fills a new cache directory. */
  @FunctionalInterface
  public interface Seed {
    /** Puts files into an empty directory. */
    void fill(Path directory) throws IOException;
  }

  /** The right to use a cache directory until it is closed. */
  public static final class Lease implements AutoCloseable {
    private final Path path;
    private final FileLock lock;

    Lease(Path path, FileLock lock) {
      this.path = path;
      this.lock = lock;
    }

    /** The directory. */
    public Path path() {
      return path;
    }

    @Override
    public void close() throws IOException {
      lock.close();
    }
  }

  /** The cache directories of a store. */
  public static CacheMounts open(Path store) throws IOException {
    return new CacheMounts(new CacheFolders(store));
  }

  /**
   * Takes a cache directory; waits where it has to.
   *
   * @param mode permission bits of a new directory
   * @param seed what a new directory is filled with
   */
  public Lease open(String id, Sharing sharing, int mode, int uid, int gid, Optional<Seed> seed)
      throws IOException, InterruptedException {
    boolean shared = sharing == Sharing.SHARED;
    int number = 0;
    long wait = FIRST_WAIT;
    while (true) {
      Path place = folders.place(digest(id), number);
      String file = folders.lock(place).toString();
      FileLock lock = shared ? FileLock.tryShared(file) : FileLock.tryExclusive(file);
      if (lock != null) {
        return lease(place, lock, data -> create(data, mode, uid, gid, seed));
      }
      if (sharing == Sharing.PRIVATE) {
        number++;
      } else {
        Thread.sleep(wait);
        wait = Math.min(LONGEST_WAIT, wait * 2);
      }
    }
  }

  private static Lease lease(Path place, FileLock lock, Seed creation) throws IOException {
    try {
      lock.touch();
      Path data = SharedFolders.make(place, folder -> folder.resolve("data"));
      creation.fill(data);
      return new Lease(data, lock);
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
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
