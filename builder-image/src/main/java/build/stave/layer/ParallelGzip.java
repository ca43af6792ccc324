package build.stave.layer;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.CRC32;

/**
 * Compresses blocks in parallel into one gzip member, as pigz does: each block starts with the last
 * 32 KiB of the one before as its dictionary and ends at a byte boundary, so the bytes do not
 * depend on the number of threads. A block's thread writes it too, once the one before is written,
 * so that the stream below works beside the caller. The caller waits when too many are under way.
 */
final class ParallelGzip extends OutputStream {
  private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

  private final OutputStream out;
  private final GzipPool pool;
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();

  /** Blocks under way, in order; each ends after the one before. */
  private final ArrayDeque<Future<?>> written = new ArrayDeque<>();

  private final CRC32 crc = new CRC32();
  private GzipBlock block;
  private long size;
  private boolean closed;

  /** Starts a member. */
  ParallelGzip(OutputStream out, GzipPool pool) throws IOException {
    this.out = out;
    this.pool = pool;
    this.block = pool.take();
    block.start();
    written.add(CompletableFuture.completedFuture(null));
    out.write(HEADER);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int done = 0;
    while (done < length) {
      if (block.isFull()) {
        submitAndContinue();
      }
      done += block.add(bytes, offset + done, length - done);
    }
  }

  /** Ends the member and closes the stream. */
  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try (out) {
      submit(block, true);
      await(written.getLast());
      writeInt((int) crc.getValue());
      writeInt((int) size);
    } finally {
      workers.shutdownNow();
    }
  }

  private void submitAndContinue() throws IOException {
    while (written.size() >= pool.blocksAtOnce()) {
      await(written.remove());
    }
    GzipBlock next = pool.take();
    next.startBehind(block);
    submit(block, false);
    block = next;
  }

  private void submit(GzipBlock full, boolean last) {
    Future<?> before = written.getLast();
    size += full.length();
    written.add(
        workers.submit(
            () -> {
              pool.compress(full, last);
              before.get();
              full.checksum(crc);
              full.writeCompressed(out);
              pool.giveBack(full);
              return null;
            }));
  }

  private static void await(Future<?> block) throws IOException {
    try {
      block.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while compressing a layer");
    } catch (ExecutionException e) {
      Throwable cause = e;
      // A block fails with the one before it.
      while (cause instanceof ExecutionException && cause.getCause() != null) {
        cause = cause.getCause();
      }
      throw new IOException("write a compressed block", cause);
    }
  }

  private void writeInt(int value) throws IOException {
    out.write(
        new byte[] {(byte) value, (byte) (value >> 8), (byte) (value >> 16), (byte) (value >> 24)});
  }
}
