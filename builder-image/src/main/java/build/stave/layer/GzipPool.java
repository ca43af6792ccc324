package build.stave.layer;

import build.stave.deflate.DeflateEncoder;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Semaphore;

/**
 * What all layers being compressed share: as many encoders as may work at once, and blocks, which
 * are large and used again. Safe for use by many threads.
 */
final class GzipPool {
  private final int threads;
  private final Semaphore permits;
  private final Queue<DeflateEncoder> encoders;
  private final Queue<GzipBlock> blocks;

  /**
   * A pool.
   *
   * @param threads how many blocks are compressed at once, at least 1
   */
  GzipPool(int threads) {
    this.threads = threads;
    this.permits = new Semaphore(threads);
    this.encoders = new ArrayBlockingQueue<>(threads);
    this.blocks = new ArrayBlockingQueue<>(blocksAtOnce());
  }

  /** Blocks that keep all encoders busy while one is filled and one is written. */
  int blocksAtOnce() {
    return threads + 2;
  }

  /** A block with any content. */
  GzipBlock take() {
    GzipBlock free = blocks.poll();
    return free == null ? new GzipBlock() : free;
  }

  /** Keeps a block that is no longer used, unless there are enough. */
  void giveBack(GzipBlock block) {
    blocks.offer(block);
  }

  /** Compresses a block; waits for an encoder. */
  void compress(GzipBlock block, boolean last) throws InterruptedException {
    permits.acquire();
    try {
      DeflateEncoder free = encoders.poll();
      DeflateEncoder encoder = free == null ? new DeflateEncoder() : free;
      block.compress(encoder, last);
      encoders.offer(encoder);
    } finally {
      permits.release();
    }
  }
}
