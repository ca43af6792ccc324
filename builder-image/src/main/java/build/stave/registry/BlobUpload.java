package build.stave.registry;

import build.stave.http.Content;
import build.stave.http.Request;
import build.stave.http.Response;
import build.stave.http.RetryPolicy;
import build.stave.oci.Blob;
import build.stave.oci.Digest;
import build.stave.problem.StaveException;
import build.stave.reference.ImageReference;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Brings one blob into a repository, by the cheapest way there is. */
final class BlobUpload {
  /** How the blob came to be there. */
  enum Outcome {
    PRESENT,
    MOUNTED,
    SENT
  }

  private final Endpoint endpoint;
  private final String doing;
  private final ImageReference target;
  private final Scopes scopes;

  BlobUpload(Endpoint endpoint, String doing, ImageReference target) {
    this.endpoint = endpoint;
    this.doing = doing;
    this.target = target;
    this.scopes = Scopes.push(target.repository());
  }

  Outcome push(Blob blob, List<ImageReference> sources) throws InterruptedException {
    Digest digest = blob.descriptor().digest();
    Request head = Request.of(doing, "HEAD", endpoint.uri(target, "blobs/" + digest));
    try (Response response = endpoint.send(head, target, scopes)) {
      if (response.status() == 200) {
        return Outcome.PRESENT;
      }
      if (response.status() != 404) {
        throw endpoint.problem(head, target, response);
      }
    }
    Optional<URI> session = Optional.empty();
    for (ImageReference source : sources) {
      session.ifPresent(this::cancel);
      Mount mount = mount(digest, source);
      if (mount.done()) {
        return Outcome.MOUNTED;
      }
      session = mount.session();
    }
    send(blob, session);
    return Outcome.SENT;
  }

  /** A mount that is refused may have opened an upload session instead, to be used. */
  private record Mount(boolean done, Optional<URI> session) {}

  private Mount mount(Digest digest, ImageReference source) throws InterruptedException {
    String query = "blobs/uploads/?mount=" + digest + "&from=" + source.repository();
    Request request = Request.of(doing, "POST", endpoint.uri(target, query));
    Scopes both = scopes.and(Scopes.pull(source.repository()));
    try (Response response = endpoint.send(request, target, both)) {
      return switch (response.status()) {
        case 201 -> new Mount(true, Optional.empty());
        case 202 -> new Mount(false, Optional.of(endpoint.location(request, response)));
        default -> new Mount(false, Optional.empty());
      };
    } catch (StaveException e) {
      // a mount only saves work: whatever is wrong with it, sending the blob shows what matters
      return new Mount(false, Optional.empty());
    }
  }

  private void send(Blob blob, Optional<URI> opened) throws InterruptedException {
    Optional<URI> session = opened;
    for (int attempt = 0; ; attempt++) {
      URI location = session.isPresent() ? session.get() : open();
      session = Optional.empty();
      boolean completed = false;
      try {
        Optional<StaveException> failure = put(blob, location);
        completed = failure.isEmpty();
        if (completed) {
          return;
        }
        if (!endpoint.transport().retries().pause(attempt)) {
          throw failure.get();
        }
      } finally {
        if (!completed) {
          cancel(location);
        }
      }
    }
  }

  private URI open() throws InterruptedException {
    Request request = Request.of(doing, "POST", endpoint.uri(target, "blobs/uploads/"));
    try (Response response = endpoint.send(request, target, scopes)) {
      if (response.status() != 202) {
        throw endpoint.problem(request, target, response);
      }
      return endpoint.location(request, response);
    }
  }

  /** The failure where a new session may do better; one that may not is thrown. */
  private Optional<StaveException> put(Blob blob, URI location) throws InterruptedException {
    var content = new Content(blob.descriptor().size(), blob.content()::open);
    String join = location.getRawQuery() == null ? "?" : "&";
    Request request =
        Request.of(
                doing, "PUT", URI.create(location + join + "digest=" + blob.descriptor().digest()))
            .with(content, "application/octet-stream")
            .once();
    try (Response response = endpoint.send(request, target, scopes)) {
      if (response.status() == 201 || response.status() == 204) {
        return Optional.empty();
      }
      StaveException problem = endpoint.problem(request, target, response);
      boolean lostSession = response.status() == 404 || response.status() == 416;
      if (lostSession || RetryPolicy.isPassing(response.status())) {
        return Optional.of(problem);
      }
      throw problem;
    } catch (StaveException e) {
      if (e.problem().retryable()) {
        return Optional.of(e);
      }
      throw e;
    }
  }

  /** Frees what the registry keeps for a session; that it fails changes nothing. */
  private void cancel(URI session) {
    try {
      endpoint.send(Request.of(doing, "DELETE", session).once(), target, scopes).close();
    } catch (StaveException e) {
      // the registry forgets the session by itself in time
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
