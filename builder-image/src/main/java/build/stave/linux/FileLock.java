package build.stave.linux;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.MemorySegment;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An advisory lock on a file (flock), which the kernel ends with the process. Unlike the locks of
 * {@code java.nio} it holds between threads of one process as well, and stays when another thread
 * closes the same file.
 */
public final class FileLock implements AutoCloseable {
  private static final int LOCK_SH = 1;
  private static final int LOCK_EX = 2;
  private static final int LOCK_NB = 4;
  private static final int AT_EMPTY_PATH = 0x1000;
  private static final long POLL_MILLIS = 20;

  private final String path;
  private final Descriptor file;

  private FileLock(String path, Descriptor file) {
    this.path = path;
    this.file = file;
  }

  /** The lock that nobody else can have, or null where somebody has one. Makes the file. */
  public static @Nullable FileLock tryExclusive(String path) throws IOException {
    return attempt(path, LOCK_EX);
  }

  /** A lock that several can have, or null where somebody has it alone. Makes the file. */
  public static @Nullable FileLock tryShared(String path) throws IOException {
    return attempt(path, LOCK_SH);
  }

  /** The lock that nobody else can have; waits for it. Makes the file. */
  public static FileLock exclusive(String path) throws IOException {
    while (true) {
      FileLock lock = tryExclusive(path);
      if (lock != null) {
        return lock;
      }
      pause();
    }
  }

  /**
   * Waits a moment before somebody's lock is tried again. Waiting in the kernel would hold a
   * virtual thread's carrier.
   */
  public static void pause() throws IOException {
    try {
      Thread.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("while waiting for another build");
    }
  }

  /** Sets the file's modification time to now, as the kernel has it. */
  public void touch() throws IOException {
    try (var call = new Call()) {
      call.run(SystemCall.UTIMENSAT, path, file.number(), 0, 0, 0, 0);
    }
  }

  /** When the lock on a file was last touched or made; long ago where there is no file. */
  public static Instant touched(String path) throws IOException {
    Stat stat = Files.lstatOrNull(path);
    return stat == null ? Instant.EPOCH : stat.modified();
  }

  /** Lets others share what was exclusive. Somebody may come between. */
  public void share() throws IOException {
    flock(LOCK_SH);
  }

  /** Removes the file. To be called by the only owner; whoever opened it before opens it again. */
  public void removeFile() throws IOException {
    Files.unlink(path);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  private static @Nullable FileLock attempt(String path, int mode) throws IOException {
    while (true) {
      int flags = Descriptor.O_RDWR | Descriptor.O_CREAT | Descriptor.O_NOFOLLOW;
      var lock = new FileLock(path, Descriptor.open(path, flags, 0644));
      boolean kept = false;
      try {
        if (!lock.flock(mode | LOCK_NB)) {
          return null;
        }
        kept = lock.isAtItsPath();
        if (kept) {
          return lock;
        }
      } finally {
        if (!kept) {
          lock.close();
        }
      }
    }
  }

  private boolean flock(int mode) throws IOException {
    try (var call = new Call()) {
      long result = call.attempt(SystemCall.FLOCK, file.number(), mode, 0, 0, 0, 0);
      if (result == -Errno.EAGAIN) {
        return false;
      }
      if (result < 0) {
        throw Call.failure(SystemCall.FLOCK, path, result);
      }
      return true;
    }
  }

  /** False where the file was removed, and maybe made anew, before it was locked. */
  private boolean isAtItsPath() throws IOException {
    Stat there = Files.lstatOrNull(path);
    try (var call = new Call()) {
      MemorySegment buffer = call.buffer(Statx.SIZE);
      call.run(
          SystemCall.STATX,
          path,
          file.number(),
          call.text(""),
          AT_EMPTY_PATH,
          Statx.BASIC,
          buffer.address());
      Stat own = Statx.decode(buffer);
      return there != null && there.ino() == own.ino() && there.dev() == own.dev();
    }
  }
}
