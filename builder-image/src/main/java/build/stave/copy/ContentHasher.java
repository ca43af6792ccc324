package build.stave.copy;

import build.stave.linux.Files;
import build.stave.oci.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/** Hashes files beside the walk that finds them; as many at a time as there are processors. */
final class ContentHasher implements AutoCloseable {
  private static final int BUFFER = 1 << 16;
  private static final int QUEUED = 256;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore running = new Semaphore(Runtime.getRuntime().availableProcessors());
  private final Semaphore queued = new Semaphore(QUEUED);

  /** Begins to hash a file; waits while too many wait already. */
  Future<byte[]> hash(String path) {
    queued.acquireUninterruptibly();
    return threads.submit(
        () -> {
          try {
            running.acquire();
            try {
              return read(path);
            } finally {
              running.release();
            }
          } finally {
            queued.release();
          }
        });
  }

  private static byte[] read(String path) throws IOException {
    MessageDigest hash = Digest.newSha256();
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = Files.read(path)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        hash.update(buffer, 0, n);
      }
    }
    return hash.digest();
  }

  @Override
  public void close() {
    threads.shutdownNow();
    threads.close();
  }
}
