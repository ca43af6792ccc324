package build.stave.archive;

import build.stave.stream.BulkInput;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Reads a stream on a thread of its own, half a mebibyte ahead of whoever takes its bytes: one
 * thread decompresses while another writes files. What reading throws, the taker gets in its place.
 */
public final class ReadAhead extends BulkInput {
  private static final int CHUNK = 128 * 1024;
  private static final int CHUNKS = 4;

  /** Bytes that were read, or with no bytes the end of the stream and what ended it. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Chunk(byte[] bytes, int length, @Nullable Throwable failure) {}

  private final InputStream in;
  private final BlockingQueue<byte[]> free = new ArrayBlockingQueue<>(CHUNKS);
  private final BlockingQueue<Chunk> ready = new ArrayBlockingQueue<>(CHUNKS + 1);
  private final Thread reader;
  private Chunk current = new Chunk(new byte[0], 0, null);
  private int position;
  private boolean ended;

  /** Begins to read at once; the stream belongs to the new thread until this one is closed. */
  public ReadAhead(InputStream in) {
    this.in = in;
    for (int i = 0; i < CHUNKS; i++) {
      free.add(new byte[CHUNK]);
    }
    // No virtual one: decompressing would keep its carrier from everybody else.
    reader = Thread.ofPlatform().daemon().name("read-ahead").start(this::fill);
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (position == current.length() && !ended) {
      next();
    }
    if (ended) {
      return end();
    }
    int count = Math.min(length, current.length() - position);
    System.arraycopy(current.bytes(), position, bytes, offset, count);
    position += count;
    return count;
  }

  /** Ends the reading, waits for it, and closes the stream. */
  @Override
  public void close() throws IOException {
    reader.interrupt();
    boolean interrupted = false;
    while (reader.isAlive()) {
      try {
        reader.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    in.close();
  }

  private void next() throws InterruptedIOException {
    try {
      if (current.length() > 0) {
        free.put(current.bytes());
      }
      current = ready.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
    position = 0;
    ended = current.length() == 0;
  }

  private int end() throws IOException {
    switch (current.failure()) {
      case null -> {
        return -1;
      }
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IOException(e);
    }
  }

  private void fill() {
    try {
      ready.put(new Chunk(new byte[0], 0, readAll()));
    } catch (InterruptedException e) {
      // closed
    }
  }

  /** What ended the reading, null for the end of the stream. */
  private @Nullable Throwable readAll() throws InterruptedException {
    try {
      while (true) {
        byte[] bytes = free.take();
        int length = in.readNBytes(bytes, 0, CHUNK);
        if (length > 0) {
          ready.put(new Chunk(bytes, length, null));
        }
        if (length < CHUNK) {
          return null;
        }
      }
    } catch (IOException | RuntimeException | Error e) {
      return e;
    }
  }
}
