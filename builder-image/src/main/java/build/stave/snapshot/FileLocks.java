package build.stave.snapshot;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Locks between processes and between threads of this one; the kernel ends a dead one's. */
final class FileLocks {
  private static final long POLL_MILLIS = 20;

  private FileLocks() {}

  /** Waits for the lock; closing the channel releases it. */
  static FileChannel acquire(Path file) throws IOException {
    while (true) {
      FileChannel channel = tryAcquire(file);
      if (channel != null) {
        return channel;
      }
      try {
        Thread.sleep(POLL_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new java.io.InterruptedIOException("while waiting for the lock " + file);
      }
    }
  }

  /** The lock, or null where somebody else has it. */
  static @Nullable FileChannel tryAcquire(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null;
    } finally {
      if (lock == null) {
        channel.close();
      }
    }
    return lock == null ? null : channel;
  }
}
