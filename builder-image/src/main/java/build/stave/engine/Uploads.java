package build.stave.engine;

import build.stave.oci.Blob;
import build.stave.oci.Digest;
import build.stave.problem.StaveException;
import build.stave.reference.ImageReference;
import build.stave.registry.MountHints;
import build.stave.registry.PushReport;
import build.stave.registry.RegistryClient;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/**
 * Brings blobs into the repository that the image is pushed to first, as soon as they are there.
 * Nobody sees them before the manifest follows; a failure here only means that the push tries
 * again.
 */
final class Uploads {
  private static final int PARALLEL = 4;

  private final RegistryClient registry;
  private final Optional<ImageReference> target;
  private final ExecutorService threads;
  private final Semaphore permits = new Semaphore(PARALLEL);
  private final Map<Digest, Future<Optional<PushReport>>> running = new ConcurrentHashMap<>();

  Uploads(RegistryClient registry, Optional<ImageReference> target, ExecutorService threads) {
    this.registry = registry;
    this.target = target;
    this.threads = threads;
  }

  /** Begins to connect: it takes about as long as the first steps of a small build. */
  void connect() {
    target.ifPresent(to -> threads.execute(() -> connect(to)));
  }

  private void connect(ImageReference to) {
    try {
      registry.connect(to);
    } catch (InterruptedException e) {
      // the build is being given up
      Thread.currentThread().interrupt();
    }
  }

  /** Begins to send a blob. */
  void offer(Blob blob) {
    target.ifPresent(
        to ->
            running.computeIfAbsent(
                blob.descriptor().digest(), _ -> threads.submit(() -> send(blob, to))));
  }

  private Optional<PushReport> send(Blob blob, ImageReference to) throws InterruptedException {
    permits.acquire();
    try {
      return Optional.of(registry.upload(blob, to, MountHints.NONE));
    } catch (StaveException e) {
      return Optional.empty();
    } finally {
      permits.release();
    }
  }

  /**
   * What has come into a repository, and how; waits until nothing is under way.
   *
   * @param repository whose tag does not matter
   */
  Map<Digest, PushReport> done(ImageReference repository) throws Exception {
    Map<Digest, PushReport> done = new HashMap<>();
    if (target.filter(to -> to.name().equals(repository.name())).isEmpty()) {
      return done;
    }
    for (Map.Entry<Digest, Future<Optional<PushReport>>> upload : running.entrySet()) {
      Futures.get(upload.getValue()).ifPresent(report -> done.put(upload.getKey(), report));
    }
    return done;
  }
}
