package build.stave.engine;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Looks again and again how full a disk is, from a thread of its own. */
final class SpaceWatch implements Closeable {
  private static final long FIRST_PAUSE = 100;
  private static final long LONGEST_PAUSE = 10_000;

  private final Look look;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  /** Looks once. */
  interface Look {
    /** Does what has to be done; false where there is no sense in looking soon again. */
    boolean good() throws IOException;
  }

  private SpaceWatch(Look look) {
    this.look = look;
    // No virtual thread: removing files would keep its carrier.
    thread = Thread.ofPlatform().name("space").daemon().unstarted(this::run);
  }

  static SpaceWatch start(Look look) {
    var watch = new SpaceWatch(look);
    watch.thread.start();
    return watch;
  }

  private void run() {
    long pause = FIRST_PAUSE;
    try {
      while (!closed.await(pause, TimeUnit.MILLISECONDS)) {
        pause = look.good() ? FIRST_PAUSE : Math.min(LONGEST_PAUSE, pause * 2);
      }
    } catch (IOException | InterruptedException e) {
      // The build finds out what is wrong with the disk, if anything.
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for what is being removed. */
  @Override
  public void close() {
    closed.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
