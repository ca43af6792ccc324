package build.stave.registry;

import build.stave.problem.FullDisk;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Fetches one blob into a file, or into memory. */
final class BlobDownload {
  private static final int BUFFER = 1 << 17;

  private final BlobInput blob;
  private final String doing;

  /**
   * @param blob from its first byte
   */
  BlobDownload(BlobInput blob, String doing) {
    this.blob = blob;
    this.doing = doing;
  }

  /** Into a file, which does not exist afterwards where anything fails. */
  void to(Path file) throws InterruptedException {
    boolean whole = false;
    try (blob;
        OutputStream out = Files.newOutputStream(file)) {
      byte[] buffer = new byte[BUFFER];
      for (int count = blob.read(buffer); count >= 0; count = blob.read(buffer)) {
        out.write(buffer, 0, count);
      }
      whole = true;
    } catch (InterruptedIOException e) {
      throw interrupted(e);
    } catch (IOException e) {
      throw FullDisk.writing(file, doing, e);
    } finally {
      if (!whole) {
        delete(file);
      }
    }
  }

  /** The blob in memory, for small ones. */
  byte[] bytes() throws InterruptedException {
    try (blob) {
      return blob.readAllBytes();
    } catch (IOException e) {
      throw interrupted(e);
    }
  }

  /** The only way in which reading a {@link BlobInput} throws an IOException. */
  private static InterruptedException interrupted(IOException e) {
    Thread.interrupted();
    var interrupted = new InterruptedException();
    interrupted.initCause(e);
    return interrupted;
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // what failed before says more
    }
  }
}
