package build.stave.registry;

import build.stave.http.Content;
import build.stave.http.Request;
import build.stave.http.Response;
import build.stave.oci.Blob;
import build.stave.oci.Descriptor;
import build.stave.oci.Digest;
import build.stave.oci.Image;
import build.stave.problem.Problem;
import build.stave.problem.Reason;
import build.stave.problem.StaveException;
import build.stave.reference.ImageReference;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Pushes one image: all blobs first, its manifest under each tag when they are there. */
final class Push {
  private static final int PARALLEL = 4;

  private final Endpoint endpoint;
  private final String doing;
  private final ImageReference target;

  Push(Endpoint endpoint, String doing, ImageReference target) {
    this.endpoint = endpoint;
    this.doing = doing;
    this.target = target;
  }

  /**
   * Pushes.
   *
   * @param there blobs that the repository should have: they are looked for only where the registry
   *     does not take the manifest
   */
  PushReport run(Image image, List<String> tags, MountHints hints, Set<Digest> there)
      throws InterruptedException {
    List<Blob> all = distinct(image);
    List<Blob> believed =
        all.stream().filter(blob -> there.contains(blob.descriptor().digest())).toList();
    List<Blob> others = new ArrayList<>(all);
    others.removeAll(believed);
    List<String> names = names(image, tags);
    PushReport report = blobs(image, others, hints);
    try {
      manifests(image, names);
      return report;
    } catch (StaveException e) {
      if (believed.isEmpty() || e.problem().reason() != Reason.SERVER_REFUSED) {
        throw e;
      }
    }
    // A registry can lose blobs that a cache lists, and refuses the manifest then.
    report = report.and(blobs(image, believed, hints));
    manifests(image, names);
    return report;
  }

  private List<String> names(Image image, List<String> tags) {
    var names = new LinkedHashSet<String>();
    if (target.tag() != null) {
      names.add(target.tag());
    }
    names.addAll(tags);
    if (names.isEmpty()) {
      names.add(target.digest() == null ? "latest" : image.descriptor().digest().toString());
    }
    return List.copyOf(names);
  }

  private PushReport blobs(Image image, List<Blob> blobs, MountHints hints)
      throws InterruptedException {
    var upload = new BlobUpload(endpoint, doing, target);
    ExecutorService executor =
        Executors.newFixedThreadPool(PARALLEL, Thread.ofVirtual().name("push").factory());
    var running = new ExecutorCompletionService<PushReport>(executor);
    try {
      for (Blob blob : blobs) {
        List<ImageReference> sources = hints.sources(blob.descriptor().digest(), target);
        running.submit(() -> counted(blob.descriptor(), upload.push(blob, sources)));
      }
      PushReport sum = new PushReport(image.descriptor().digest(), 0, 0, 0, 0);
      for (int i = 0; i < blobs.size(); i++) {
        sum = sum.and(result(running.take()));
      }
      return sum;
    } finally {
      executor.shutdownNow();
      executor.close();
    }
  }

  /** Layers that may not be distributed stay where their addresses say. */
  private static List<Blob> distinct(Image image) {
    var blobs = new LinkedHashMap<Digest, Blob>();
    for (Blob layer : image.layers()) {
      String type = layer.descriptor().mediaType();
      if (!type.contains("foreign") && !type.contains("nondistributable")) {
        blobs.putIfAbsent(layer.descriptor().digest(), layer);
      }
    }
    byte[] config = image.config();
    Descriptor descriptor = image.manifestValue().config();
    blobs.putIfAbsent(
        descriptor.digest(), new Blob(descriptor, () -> new ByteArrayInputStream(config)));
    return List.copyOf(blobs.values());
  }

  static PushReport counted(Descriptor blob, BlobUpload.Outcome outcome) {
    return switch (outcome) {
      case PRESENT -> new PushReport(blob.digest(), 0, 0, 0, 1);
      case MOUNTED -> new PushReport(blob.digest(), 0, 0, 1, 0);
      case SENT -> new PushReport(blob.digest(), blob.size(), 1, 0, 0);
    };
  }

  private PushReport result(Future<PushReport> finished) throws InterruptedException {
    try {
      return finished.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case StaveException problem -> throw problem;
        case InterruptedException interrupted -> throw interrupted;
        case null, default ->
            throw Problem.internal(doing, String.valueOf(e.getCause())).exception(e);
      }
    }
  }

  private void manifests(Image image, List<String> names) throws InterruptedException {
    for (String name : names) {
      manifest(image, name);
    }
  }

  private void manifest(Image image, String name) throws InterruptedException {
    Request request =
        Request.of(doing, "PUT", endpoint.uri(target, "manifests/" + name))
            .with(Content.of(image.manifest()), image.descriptor().mediaType());
    Scopes scopes = Scopes.push(target.repository());
    try (Response response = endpoint.send(request, target, scopes)) {
      if (!response.isSuccess()) {
        throw refusal(endpoint.problem(request, target, response));
      }
      Digest digest = image.descriptor().digest();
      String stored = response.headers().first("Docker-Content-Digest").orElse(digest.toString());
      if (!stored.equals(digest.toString())) {
        throw Problem.remote(
                doing, target.registry() + " stored the manifest as " + stored + ", not " + digest)
            .exception();
      }
    }
  }

  /** What is not found here is what the manifest names: the repository has taken blobs by then. */
  private static StaveException refusal(StaveException e) {
    return e.problem().reason() == Reason.IMAGE_NOT_FOUND
        ? e.problem().because(Reason.SERVER_REFUSED).exception(e)
        : e;
  }
}
