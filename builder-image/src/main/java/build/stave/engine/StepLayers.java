package build.stave.engine;

import build.stave.graph.Step;
import build.stave.layer.LayerWriter;
import build.stave.oci.ImageBuilder;
import build.stave.snapshot.Build;
import build.stave.snapshot.Committed;
import java.io.IOException;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** Makes layers of finished steps, and sends them, while the steps that follow are carried out. */
final class StepLayers {
  private final LayerWriter writer;
  private final StepCache cache;
  private final Uploads uploads;
  private final Build work;
  private final StoreSpace space;
  private final ExecutorService threads;
  private final Queue<Future<ImageBuilder.Layer>> all = new ConcurrentLinkedQueue<>();

  StepLayers(
      LayerWriter writer,
      StepCache cache,
      Uploads uploads,
      Build work,
      StoreSpace space,
      ExecutorService threads) {
    this.writer = writer;
    this.cache = cache;
    this.uploads = uploads;
    this.work = work;
    this.space = space;
    this.threads = threads;
  }

  /**
   * Takes a finished step over.
   *
   * @param exported whether the image has its layer
   * @return the layer, where somebody wants it
   */
  Optional<Future<ImageBuilder.Layer>> take(Step step, Committed committed, boolean exported)
      throws IOException {
    if (!exported && !cache.takesAllLayers()) {
      cache.keep(step, committed);
      return Optional.empty();
    }
    Future<ImageBuilder.Layer> layer =
        threads.submit(
            () -> {
              var written = space.inRoom(() -> writer.write(committed.changes(), work.folder()));
              ImageBuilder.Layer kept = cache.keep(step, committed, written);
              if (exported) {
                uploads.offer(kept.blob());
              }
              return kept;
            });
    all.add(layer);
    return Optional.of(layer);
  }

  /** Waits until all layers are written, also those that only a cache gets. */
  void await() throws Exception {
    for (Future<ImageBuilder.Layer> layer : all) {
      Futures.get(layer);
    }
  }
}
