package build.stave.registry;

import build.stave.problem.Category;
import build.stave.problem.Problem;
import build.stave.problem.Reason;
import build.stave.problem.StaveException;
import build.stave.reference.ImageReference;
import build.stave.stream.BulkInput;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Asks mirrors in order, then the registry itself. */
final class PullSources {
  /** Asks one of them. */
  @FunctionalInterface
  interface Pull<T> {
    T from(Endpoint endpoint, ImageReference source) throws InterruptedException;
  }

  private final RegistriesConf mirrors;
  private final Endpoints endpoints;
  private final Consumer<String> warnings;

  /** Blobs of mirrors, by digest, that turned out to be wrong. */
  private final Set<ImageReference> faulty = ConcurrentHashMap.newKeySet();

  PullSources(RegistriesConf mirrors, Endpoints endpoints, Consumer<String> warnings) {
    this.mirrors = mirrors;
    this.endpoints = endpoints;
    this.warnings = warnings;
  }

  /** From the first source that delivers; throws what the registry itself said, where none does. */
  <T> T first(String doing, ImageReference image, Pull<T> pull) throws InterruptedException {
    try {
      return fromFirst(doing, image, pull);
    } catch (StaveException e) {
      throw RegistryErrors.of(e, Reason.PULL_DENIED);
    }
  }

  private <T> T fromFirst(String doing, ImageReference image, Pull<T> pull)
      throws InterruptedException {
    List<ImageReference> sources = mirrors.pullSources(image);
    List<String> failed = new ArrayList<>();
    for (ImageReference mirror : sources.subList(0, sources.size() - 1)) {
      if (faulty.contains(mirror)) {
        continue;
      }
      try {
        return pull.from(endpoints.of(doing, mirror.registry()), mirror);
      } catch (StaveException e) {
        if (e.problem().category() != Category.REMOTE) {
          throw e;
        }
        failed.add(said(mirror, e.problem()));
      }
    }
    ImageReference last = sources.getLast();
    try {
      return pull.from(endpoints.of(doing, last.registry()), last);
    } catch (StaveException e) {
      throw failed.isEmpty()
          ? e
          : e.problem().and("before it " + String.join("; ", failed)).exception(e);
    }
  }

  private static String said(ImageReference mirror, Problem problem) {
    return "mirror " + mirror.registry() + ": " + problem.message();
  }

  /**
   * Remembers a mirror that fails while a blob is read from it, so that it is not the source when
   * the blob is asked for again.
   *
   * @param image by the blob's digest
   * @param source of the stream, one of those of the image
   */
  InputStream watched(BlobInput blob, ImageReference image, ImageReference source) {
    boolean mirror = !source.equals(mirrors.pullSources(image).getLast());
    return mirror ? new Watched(blob, source) : blob;
  }

  /** How many blobs of mirrors turned out to be wrong. */
  int faults() {
    return faulty.size();
  }

  private final class Watched extends BulkInput {
    private final BlobInput blob;
    private final ImageReference source;

    Watched(BlobInput blob, ImageReference source) {
      this.blob = blob;
      this.source = source;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      try {
        return blob.read(bytes, offset, length);
      } catch (StaveException e) {
        if (e.problem().category() == Category.REMOTE && faulty.add(source)) {
          warnings.accept(said(source, e.problem()) + "; the next source is asked for it");
        }
        throw e;
      }
    }

    @Override
    public void close() {
      blob.close();
    }
  }
}
