package build.stave.registry;

import build.stave.http.Request;
import build.stave.http.Response;
import build.stave.http.RetryPolicy;
import build.stave.oci.Descriptor;
import build.stave.oci.Digest;
import build.stave.problem.Problem;
import build.stave.problem.StaveException;
import build.stave.stream.BulkInput;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.security.MessageDigest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One blob as the server sends it. Goes on where a cut connection left off, and has verified size
 * and digest when it ends. Reading throws StaveExceptions, and IOExceptions where the thread is
 * interrupted.
 */
final class BlobInput extends BulkInput {
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
  private @Nullable Response response;
  private long received;
  private int failures;
  private boolean verified;

  BlobInput(Request request, Descriptor blob, Sender sender, Refusal refusal, RetryPolicy retries) {
    this.request = request;
    this.blob = blob;
    this.sender = sender;
    this.refusal = refusal;
    this.retries = retries;
    this.hash = blob.digest().newHash();
  }

  /** Waits for the head of the answer, so that a server that lacks the blob says so here. */
  void connect() throws InterruptedException {
    if (response == null) {
      response = ask();
    }
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (length == 0 || verified) {
      return length == 0 ? 0 : -1;
    }
    try {
      int count = receive(bytes, offset, length);
      if (count < 0) {
        verify();
        verified = true;
        close();
      }
      return count;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      var interrupted = new InterruptedIOException("interrupted");
      interrupted.initCause(e);
      throw interrupted;
    }
  }

  @Override
  public void close() {
    if (response != null) {
      response.close();
      response = null;
    }
  }

  /** As {@link #read}, over as many connections as it takes. */
  private int receive(byte[] bytes, int offset, int length) throws InterruptedException {
    while (true) {
      IOException cut;
      try {
        connect();
        int count = body().read(bytes, offset, length);
        if (count >= 0) {
          failures = 0;
          took(bytes, offset, count);
          return count;
        }
        cut = new IOException("the server sent less than it should");
      } catch (IOException e) {
        cut = passed(e);
      }
      if (received == blob.size()) {
        return -1;
      }
      close();
      if (!retries.pause(failures++)) {
        throw truncated(cut);
      }
    }
  }

  private InputStream body() {
    return Objects.requireNonNull(response).body();
  }

  private void took(byte[] bytes, int offset, int count) {
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
    hash.update(bytes, offset, count);
  }

  /** Asks for what is still missing. */
  private Response ask() throws InterruptedException {
    while (true) {
      Request asked = received == 0 ? request : request.with("Range", "bytes=" + received + "-");
      Response answer = sender.send(asked);
      if (isResumed(answer)) {
        return answer;
      }
      if (answer.status() != 200) {
        try (answer) {
          throw refusal.of(asked, answer);
        }
      }
      try {
        // the server sends from the start again: what is there already is passed over
        answer.body().skipNBytes(received);
        return answer;
      } catch (IOException e) {
        answer.close();
        IOException cut = passed(e);
        if (!retries.pause(failures++)) {
          throw truncated(cut);
        }
      }
    }
  }

  private boolean isResumed(Response answer) {
    String range = answer.headers().first("Content-Range").orElse("");
    return answer.status() == 206 && range.startsWith("bytes " + received + "-");
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
