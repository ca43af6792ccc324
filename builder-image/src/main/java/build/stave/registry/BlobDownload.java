package build.stave.registry;

import build.stave.http.Request;
import build.stave.http.Response;
import build.stave.http.RetryPolicy;
import build.stave.oci.Descriptor;
import build.stave.oci.Digest;
import build.stave.problem.Problem;
import build.stave.problem.Reason;
import build.stave.problem.StaveException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

/** Fetches one blob into a file; goes on where a cut connection left off. */
final class BlobDownload {
  private static final int BUFFER = 1 << 17;

  /** Sends a request with the authorization it needs. */
  @FunctionalInterface
  interface Sender {
    Response send(Request request) throws InterruptedException;
  }

  /** Makes the problem of an unwelcome answer. */
  @FunctionalInterface
  interface Refusal {
    StaveException of(Request request, Response response);
  }

  private final Request request;
  private final Descriptor blob;
  private final Sender sender;
  private final Refusal refusal;
  private final RetryPolicy retries;
  private final MessageDigest hash;
  private long received;

  BlobDownload(
      Request request, Descriptor blob, Sender sender, Refusal refusal, RetryPolicy retries) {
    this.request = request;
    this.blob = blob;
    this.sender = sender;
    this.refusal = refusal;
    this.retries = retries;
    this.hash = blob.digest().newHash();
  }

  /** Into a file, which does not exist afterwards where anything fails. */
  void to(Path file) throws InterruptedException {
    boolean whole = false;
    try (OutputStream out = Files.newOutputStream(file)) {
      receive(out);
      verify();
      whole = true;
    } catch (IOException e) {
      throw Problem.environment(request.doing(), "cannot write " + file + ": " + e.getMessage())
          .because(Reason.DISK_FULL)
          .fix("free space in the folder of --store, or name another one")
          .exception(e);
    } finally {
      if (!whole) {
        delete(file);
      }
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // what failed before says more
    }
  }

  /** The blob in memory, for small ones. */
  byte[] bytes() throws InterruptedException {
    var out = new ByteArrayOutputStream();
    try {
      receive(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    verify();
    return out.toByteArray();
  }

  private void verify() {
    Digest actual = Digest.of(hash.digest(), blob.digest().algorithm());
    if (!actual.equals(blob.digest())) {
      throw Problem.remote(
              request.doing(), "blob " + blob.digest() + " arrived with digest " + actual)
          .fix("the registry, a mirror or a proxy changes content; use another one")
          .exception();
    }
  }

  private void receive(OutputStream out) throws IOException, InterruptedException {
    int failures = 0;
    while (true) {
      long before = received;
      IOException cut = part(out);
      if (received == blob.size()) {
        return;
      }
      failures = received > before ? 0 : failures;
      if (!retries.pause(failures++)) {
        throw truncated(cut);
      }
    }
  }

  /** Receives as much as comes; the exception that ended it before its time. */
  private IOException part(OutputStream out) throws IOException, InterruptedException {
    Request asked = received == 0 ? request : request.with("Range", "bytes=" + received + "-");
    try (Response response = sender.send(asked)) {
      boolean resumed =
          response.status() == 206
              && response
                  .headers()
                  .first("Content-Range")
                  .orElse("")
                  .startsWith("bytes " + received + "-");
      if (!resumed && response.status() != 200) {
        throw refusal.of(asked, response);
      }
      InputStream in = response.body();
      if (!resumed && received > 0) {
        // the server sends from the start again: what is there already is passed over
        try {
          in.skipNBytes(received);
        } catch (IOException e) {
          return passed(e);
        }
      }
      return copy(in, out);
    }
  }

  private IOException copy(InputStream in, OutputStream out)
      throws IOException, InterruptedException {
    byte[] buffer = new byte[BUFFER];
    while (true) {
      int count;
      try {
        count = in.read(buffer);
      } catch (IOException e) {
        return passed(e);
      }
      if (count < 0) {
        return new IOException("the server sent less than it should");
      }
      received += count;
      if (received > blob.size()) {
        throw Problem.remote(
                request.doing(),
                "blob "
                    + blob.digest()
                    + " is larger than the "
                    + blob.size()
                    + " bytes it should have")
            .exception();
      }
      hash.update(buffer, 0, count);
      out.write(buffer, 0, count);
    }
  }

  private static IOException passed(IOException e) throws InterruptedException {
    if (e instanceof InterruptedIOException && Thread.interrupted()) {
      throw new InterruptedException();
    }
    return e;
  }

  private StaveException truncated(IOException cut) {
    return Problem.remote(
            request.doing(),
            "blob "
                + blob.digest()
                + " breaks off after "
                + received
                + " of "
                + blob.size()
                + " bytes")
        .canRetry()
        .exception(cut);
  }
}
