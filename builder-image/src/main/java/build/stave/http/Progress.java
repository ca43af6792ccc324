package build.stave.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Ends an exchange in which no byte moves. A limit for the whole exchange, which is all the JDK
 * offers, would end the upload of a large layer that is well under way.
 */
final class Progress {
  private final long stallNanos;
  private volatile long lastMove = System.nanoTime();

  Progress(Duration stallTimeout) {
    stallNanos = stallTimeout.toNanos();
  }

  BodyPublisher publisher(Content content) {
    if (content.length() == 0) {
      return BodyPublishers.noBody();
    }
    return BodyPublishers.fromPublisher(
        BodyPublishers.ofInputStream(() -> opened(content)), content.length());
  }

  private InputStream opened(Content content) {
    try {
      return new Counted(content.opener().open());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  HttpResponse.BodyHandler<InputStream> watchedBody() {
    return HttpResponse.BodyHandlers.ofInputStream();
  }

  /** Waits for the answer's head as long as the request's body moves. */
  HttpResponse<InputStream> await(CompletableFuture<HttpResponse<InputStream>> answer)
      throws IOException, InterruptedException {
    try {
      long left = stallNanos;
      while (left > 0) {
        try {
          return answer.get(left, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
          left = lastMove + stallNanos - System.nanoTime();
        }
      }
      throw new HttpTimeoutException("no byte moved");
    } catch (ExecutionException e) {
      throw unwrapped(e.getCause());
    } finally {
      answer.cancel(true);
    }
  }

  private static IOException unwrapped(@Nullable Throwable failure) {
    return switch (failure) {
      case UncheckedIOException e when e.getCause() != null -> e.getCause();
      case IOException e -> e;
      case null -> new IOException("the exchange failed");
      default -> new IOException(failure.getMessage(), failure);
    };
  }

  /** The answer's body, which fails where the server falls silent. */
  InputStream watched(InputStream body) {
    return new Watched(body);
  }

  /** Notes each read of the request's content. */
  private final class Counted extends FilterInputStream {
    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      lastMove = System.nanoTime();
      return in.read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      lastMove = System.nanoTime();
      return in.read(bytes, offset, length);
    }
  }

  /** Reading blocks without limit in the JDK's stream; closing it from another thread ends that. */
  private final class Watched extends FilterInputStream {
    private final AtomicBoolean stalled = new AtomicBoolean();
    private final AtomicBoolean reading = new AtomicBoolean();
    private @Nullable Thread watcher;

    Watched(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (watcher == null) {
        watcher = Thread.ofVirtual().start(this::watch);
      }
      lastMove = System.nanoTime();
      reading.set(true);
      try {
        int count = in.read(bytes, offset, length);
        if (count < 0) {
          stopWatching();
        }
        return count;
      } catch (IOException e) {
        if (Thread.currentThread().isInterrupted()) {
          var interrupted = new InterruptedIOException("interrupted");
          interrupted.initCause(e);
          throw interrupted;
        }
        throw stalled.get() ? new HttpTimeoutException("no byte came") : e;
      } finally {
        reading.set(false);
        lastMove = System.nanoTime();
      }
    }

    private void watch() {
      try {
        while (true) {
          long left = lastMove + stallNanos - System.nanoTime();
          if (left <= 0 && reading.get()) {
            stalled.set(true);
            in.close();
            return;
          }
          TimeUnit.NANOSECONDS.sleep(Math.max(left, TimeUnit.MILLISECONDS.toNanos(50)));
        }
      } catch (InterruptedException | IOException e) {
        // closed: nothing is left to watch
      }
    }

    private void stopWatching() {
      if (watcher != null) {
        watcher.interrupt();
      }
    }

    @Override
    public void close() throws IOException {
      stopWatching();
      super.close();
    }
  }
}
