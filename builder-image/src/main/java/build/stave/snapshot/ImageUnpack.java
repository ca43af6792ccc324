package build.stave.snapshot;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Unpacks the layers of one image at once. A layer waits for those below it, and for nothing else,
 * where it has to know what they hold; so does whoever makes the same layer in another process.
 * Waiting therefore has an end, and the result is that of unpacking one after the other.
 */
final class ImageUnpack {
  /** Layers that are read at once; each keeps a connection and about a mebibyte of buffers. */
  private static final int PARALLEL = 6;

  private final Layers layers;
  private final Uses uses;
  private final List<LayerArchive> archives;
  private final List<Item> items;
  private final boolean contents;
  private final List<Future<?>> made = new ArrayList<>();
  private final Semaphore reading = new Semaphore(PARALLEL);

  /**
   * @param items what the archives are unpacked to
   * @param contents false for outlines
   */
  ImageUnpack(
      Layers layers, Uses uses, List<LayerArchive> archives, List<Item> items, boolean contents) {
    this.layers = layers;
    this.uses = uses;
    this.archives = archives;
    this.items = items;
    this.contents = contents;
  }

  Tree run() throws IOException {
    // No virtual threads: system calls of the file system would keep their carriers.
    try (var threads =
        Executors.newThreadPerTaskExecutor(Thread.ofPlatform().name("unpack-", 0).factory())) {
      try {
        makeAll(new ExecutorCompletionService<>(threads));
      } catch (InterruptedException e) {
        throw interrupted();
      } finally {
        threads.shutdownNow();
      }
    }
    return tree(items.size());
  }

  /** Starts from the lowest, so that what a running layer may wait for is running too. */
  private void makeAll(CompletionService<Void> threads) throws IOException, InterruptedException {
    int running = 0;
    for (int i = 0; i < items.size(); i++) {
      Item item = items.get(i);
      if (uses.keep(item)) {
        made.add(CompletableFuture.completedFuture(null));
        continue;
      }
      reading.acquire();
      for (var done = threads.poll(); done != null; done = threads.poll()) {
        running--;
        await(done);
      }
      LayerArchive archive = archives.get(i);
      List<Future<?>> lower = List.copyOf(made);
      made.add(threads.submit(() -> make(item, archive, lower)));
      running++;
    }
    for (; running > 0; running--) {
      await(threads.take());
    }
  }

  private Void make(Item item, LayerArchive archive, List<Future<?>> lower) throws IOException {
    var ended = new AtomicBoolean();
    Runnable end =
        () -> {
          if (ended.compareAndSet(false, true)) {
            reading.release();
          }
        };
    try {
      uses.obtain(item, () -> layers.create(item, () -> below(lower), archive, contents, end));
    } finally {
      end.run();
    }
    return null;
  }

  /** The tree below a layer, once it is complete; throws what went wrong with it. */
  private Tree below(List<Future<?>> lower) throws IOException {
    for (Future<?> layer : lower) {
      try {
        await(layer);
      } catch (InterruptedException e) {
        throw interrupted();
      }
    }
    return tree(lower.size());
  }

  private Tree tree(int height) throws IOException {
    Tree tree = Tree.EMPTY;
    for (Item item : items.subList(0, height)) {
      tree = Layers.on(tree, item);
    }
    return tree;
  }

  private static void await(Future<?> layer) throws IOException, InterruptedException {
    try {
      layer.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException failure -> throw failure;
        case RuntimeException failure -> throw failure;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }

  private static InterruptedIOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("interrupted while layers were unpacked");
  }
}
