package build.stave.layer;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * Compresses blocks in parallel into one gzip member, as pigz does: each block starts with the last
 * 32 KiB of the one before as its dictionary and ends at a byte boundary, so the bytes do not
 * depend on the number of threads. The writing thread waits when too many blocks are under way.
 */
final class ParallelGzip extends OutputStream {
  /** Input of one block; part of what the bytes depend on. */
  static final int BLOCK = 512 * 1024;

  private static final int DICTIONARY = 32 * 1024;
  private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

  private final OutputStream out;
  private final int level;
  private final int inFlight;
  private final Semaphore permits;
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private final ArrayDeque<Future<byte[]>> queue = new ArrayDeque<>();
  private final CRC32 crc = new CRC32();
  private byte[] block = new byte[BLOCK];
  private byte @Nullable [] previous;
  private int filled;
  private long size;
  private boolean closed;

  /**
   * Starts a member.
   *
   * @param permits how many blocks may be compressed at once, shared by all layers being written
   */
  ParallelGzip(OutputStream out, int level, int threads, Semaphore permits) throws IOException {
    this.out = out;
    this.level = level;
    this.inFlight = threads + 2;
    this.permits = permits;
    out.write(HEADER);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int at = offset;
    int left = length;
    while (left > 0) {
      if (filled == BLOCK) {
        submit(false);
      }
      int n = Math.min(left, BLOCK - filled);
      System.arraycopy(bytes, at, block, filled, n);
      filled += n;
      at += n;
      left -= n;
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
      submit(true);
      while (!queue.isEmpty()) {
        drain();
      }
      writeInt((int) crc.getValue());
      writeInt((int) size);
    } finally {
      workers.shutdownNow();
    }
  }

  private void submit(boolean last) throws IOException {
    if (queue.size() >= inFlight) {
      drain();
    }
    byte[] input = block;
    byte[] before = previous;
    int length = filled;
    crc.update(input, 0, length);
    size += length;
    queue.add(workers.submit(() -> compress(input, length, before, last)));
    previous = input;
    block = last ? input : new byte[BLOCK];
    filled = 0;
  }

  private byte[] compress(byte[] input, int length, byte @Nullable [] before, boolean last)
      throws InterruptedException {
    permits.acquire();
    Deflater deflater = new Deflater(level, true);
    try {
      if (before != null) {
        deflater.setDictionary(before, BLOCK - DICTIONARY, DICTIONARY);
      }
      deflater.setInput(input, 0, length);
      // Room for blocks that cannot be compressed, so that one call ends the block.
      byte[] output = new byte[length + length / 16 + 64];
      int written;
      if (last) {
        deflater.finish();
        written = deflater.deflate(output);
      } else {
        written = deflater.deflate(output, 0, output.length, Deflater.SYNC_FLUSH);
      }
      if (written >= output.length) {
        throw new IllegalStateException("deflate wrote more than its bound");
      }
      return Arrays.copyOf(output, written);
    } finally {
      deflater.end();
      permits.release();
    }
  }

  private void drain() throws IOException {
    try {
      out.write(queue.remove().get());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while compressing a layer");
    } catch (ExecutionException e) {
      throw new IOException("compress a block", e.getCause());
    }
  }

  private void writeInt(int value) throws IOException {
    out.write(
        new byte[] {(byte) value, (byte) (value >> 8), (byte) (value >> 16), (byte) (value >> 24)});
  }
}
