package build.stave.registry;

import build.stave.http.HttpTransport;
import build.stave.http.Request;
import build.stave.http.Response;
import build.stave.oci.Blob;
import build.stave.oci.Descriptor;
import build.stave.oci.Digest;
import build.stave.oci.Image;
import build.stave.oci.Json;
import build.stave.oci.Manifest;
import build.stave.oci.Platform;
import build.stave.problem.Problem;
import build.stave.problem.Reason;
import build.stave.problem.StaveException;
import build.stave.reference.ImageReference;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Pulls from and pushes to registries. Thread-safe. All methods can be interrupted, which ends the
 * transfer. Failures of a registry are problems of category REMOTE.
 */
public final class RegistryClient {
  private static final int MAX_CONFIG = 8 << 20;

  private final RegistrySettings settings;
  private final HttpTransport transport;
  private final Endpoints endpoints;
  private final PullSources sources;

  /**
   * A client.
   *
   * @param transport with the TLS settings of {@link RegistrySettings#tls()}
   * @param clock for the expiry of tokens
   * @param warnings takes what registries want people to read; from several threads
   */
  public RegistryClient(
      RegistrySettings settings, HttpTransport transport, Clock clock, Consumer<String> warnings) {
    this.settings = settings;
    this.transport = transport;
    this.endpoints = new Endpoints(settings, transport, clock, warnings);
    this.sources = new PullSources(settings.mirrors(), endpoints, warnings);
  }

  /**
   * Finds the image for a platform; manifest and configuration are verified. An image that is no
   * index is returned whatever its platform.
   */
  public RemoteImage resolve(ImageReference image, Platform platform) throws InterruptedException {
    String doing = "pull " + image.familiar();
    return sources.first(
        doing,
        image,
        (endpoint, source) -> {
          var manifests = new Manifests(endpoint, doing, source);
          Manifests.Document root = manifests.root();
          Manifests.Document manifest = manifests.select(root, platform);
          byte[] config = config(endpoint, doing, source, manifest);
          return RemoteImage.of(
              image.withDigest(root.descriptor().digest()),
              manifest.descriptor(),
              manifest.bytes(),
              config);
        });
  }

  /** Finds an artifact, whose configuration need not be one of an image; verified. */
  public RemoteArtifact artifact(ImageReference reference, Platform platform)
      throws InterruptedException {
    String doing = "pull " + reference.familiar();
    return sources.first(
        doing,
        reference,
        (endpoint, source) -> {
          var manifests = new Manifests(endpoint, doing, source);
          Manifests.Document root = manifests.root();
          Manifests.Document manifest = manifests.select(root, platform);
          return new RemoteArtifact(
              reference.withDigest(root.descriptor().digest()),
              Json.read(manifest.bytes(), Manifest.class).layers());
        });
  }

  private byte[] config(
      Endpoint endpoint, String doing, ImageReference source, Manifests.Document manifest)
      throws InterruptedException {
    Descriptor config = Json.read(manifest.bytes(), Manifest.class).config();
    if (config.size() > MAX_CONFIG) {
      throw Problem.remote(doing, "the configuration is larger than 8 MiB").exception();
    }
    return new BlobDownload(input(endpoint, doing, source, config), doing).bytes();
  }

  /**
   * Fetches a blob, verified by digest and size.
   *
   * @param repository where it is; the tag does not matter
   * @param file created or overwritten; does not exist afterwards where the blob is not what it
   *     should be
   * @throws StaveException of category ENVIRONMENT where the file cannot be written
   */
  public void fetch(ImageReference repository, Descriptor blob, Path file)
      throws InterruptedException {
    String doing = pull(repository, blob);
    try {
      sources.first(
          doing,
          repository.withDigest(blob.digest()),
          (endpoint, source) -> {
            new BlobDownload(input(endpoint, doing, source, blob), doing).to(file);
            return file;
          });
    } catch (StaveException e) {
      new BlobDownload(foreign(doing, blob, e), doing).to(file);
    }
  }

  /**
   * Opens a blob as it comes over the network. Reading it goes on over cut connections, and throws
   * a StaveException instead of the end where digest or size is another; an IOException says that
   * the thread was interrupted. A mirror that is at fault is not asked for the blob again: see
   * {@link #mirrorFaults()}.
   *
   * @param repository where it is; the tag does not matter
   */
  public InputStream open(ImageReference repository, Descriptor blob) throws InterruptedException {
    String doing = pull(repository, blob);
    ImageReference image = repository.withDigest(blob.digest());
    try {
      return sources.first(
          doing,
          image,
          (endpoint, source) -> {
            BlobInput input = input(endpoint, doing, source, blob);
            input.connect();
            return sources.watched(input, image, source);
          });
    } catch (StaveException e) {
      BlobInput input = foreign(doing, blob, e);
      input.connect();
      return input;
    }
  }

  /**
   * How many blobs mirrors have broken off or delivered wrongly in the middle of reading so far.
   * Where it has grown since a blob was opened, opening it again can help.
   */
  public int mirrorFaults() {
    return sources.faults();
  }

  private static String pull(ImageReference repository, Descriptor blob) {
    return "pull " + repository.familiarName() + "@" + blob.digest();
  }

  /** Layers that may not be distributed are had from where their makers keep them. */
  private BlobInput foreign(String doing, Descriptor blob, StaveException failure) {
    for (String url : blob.urls()) {
      if (url.startsWith("https://")) {
        return new BlobInput(
            Request.get(doing, URI.create(url)),
            blob,
            transport::send,
            (_, response) -> RegistryErrors.of(doing, "the server", response).exception(),
            transport.retries());
      }
    }
    throw failure;
  }

  private BlobInput input(Endpoint endpoint, String doing, ImageReference source, Descriptor blob) {
    Scopes scopes = Scopes.pull(source.repository());
    return new BlobInput(
        Request.get(doing, endpoint.uri(source, "blobs/" + blob.digest())),
        blob,
        request -> endpoint.send(request, source, scopes),
        (Request request, Response response) -> endpoint.problem(request, source, response),
        transport.retries());
  }

  /**
   * Pushes an image under the target's tag and the given ones; by digest where there is none. No
   * tag is written before all blobs are there.
   *
   * @param tags further ones
   * @param hints where blobs may be mounted from
   */
  public PushReport push(Image image, ImageReference target, List<String> tags, MountHints hints)
      throws InterruptedException {
    return push(image, target, tags, hints, Set.of());
  }

  /**
   * Pushes an image of which some blobs are there. The problem of a manifest that the registry does
   * not take, even when it has all of the image's blobs, has the reason SERVER_REFUSED.
   *
   * @param there blobs that the repository should have; the registry is not asked for them, unless
   *     it does not take the manifest
   */
  public PushReport push(
      Image image, ImageReference target, List<String> tags, MountHints hints, Set<Digest> there)
      throws InterruptedException {
    return toTarget(
        target,
        (doing, endpoint, actual) ->
            new Push(endpoint, doing, actual).run(image, tags, hints, there));
  }

  /**
   * Connects to the target's registry and logs in, so that what is pushed later need not wait for
   * it. What goes wrong is said by the push.
   */
  public void connect(ImageReference target) throws InterruptedException {
    String doing = "push " + target.familiar();
    ImageReference actual = settings.mirrors().pushTarget(target);
    try {
      Endpoint endpoint = endpoints.of(doing, actual.registry());
      Request hello = Request.get(doing, endpoint.root()).once();
      endpoint.send(hello, actual, Scopes.push(actual.repository())).close();
    } catch (StaveException e) {
      // the push meets it again
    }
  }

  /** Brings one blob into the target's repository, where a manifest may follow. */
  public PushReport upload(Blob blob, ImageReference target, MountHints hints)
      throws InterruptedException {
    return toTarget(
        target,
        (doing, endpoint, actual) ->
            Push.counted(
                blob.descriptor(),
                new BlobUpload(endpoint, doing, actual)
                    .push(blob, hints.sources(blob.descriptor().digest(), actual))));
  }

  @FunctionalInterface
  private interface Pushing {
    PushReport to(String doing, Endpoint endpoint, ImageReference actual)
        throws InterruptedException;
  }

  private PushReport toTarget(ImageReference target, Pushing pushing) throws InterruptedException {
    String doing = "push " + target.familiar();
    ImageReference actual = settings.mirrors().pushTarget(target);
    try {
      return pushing.to(doing, endpoints.of(doing, actual.registry()), actual);
    } catch (StaveException e) {
      throw e.problem().reason() == Reason.IMAGE_NOT_FOUND
          ? e.problem().because(Reason.PUSH_DENIED).exception(e)
          : RegistryErrors.of(e, Reason.PUSH_DENIED);
    }
  }
}
