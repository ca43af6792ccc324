package build.stave.registry;

import build.stave.http.HttpTransport;
import build.stave.http.Request;
import build.stave.http.Response;
import build.stave.http.Urls;
import build.stave.problem.Problem;
import build.stave.problem.StaveException;
import build.stave.reference.ImageReference;
import java.net.URI;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One server that speaks the registry protocol: sends requests with the authorization they need.
 */
final class Endpoint {
  private final HttpTransport transport;
  private final URI base;
  private final Authorizer authorizer;
  private final Credentials credentials;
  private final Consumer<String> warnings;

  Endpoint(
      HttpTransport transport,
      URI base,
      Authorizer authorizer,
      Credentials credentials,
      Consumer<String> warnings) {
    this.transport = transport;
    this.base = base;
    this.authorizer = authorizer;
    this.credentials = credentials;
    this.warnings = warnings;
  }

  HttpTransport transport() {
    return transport;
  }

  /** The address that says whether one is logged in. */
  URI root() {
    return base.resolve("/v2/");
  }

  /** The address of something in a repository, such as {@code blobs/sha256:…}. */
  URI uri(ImageReference image, String rest) {
    return base.resolve("/v2/" + image.repository() + "/" + rest);
  }

  /**
   * The address a Location header names. A registry behind a proxy that ends TLS may write {@code
   * http} for itself; that is not followed literally, as it would send the rest in the clear.
   */
  URI location(Request request, Response response) {
    String text =
        response
            .headers()
            .first("Location")
            .orElseThrow(() -> noLocation(request, "sent no Location").exception());
    try {
      URI uri = response.uri().resolve(text);
      boolean downgraded =
          "http".equals(uri.getScheme())
              && base.getScheme().equals("https")
              && String.valueOf(uri.getHost()).equals(base.getHost());
      return downgraded ? base.resolve(pathAndQuery(uri)) : uri;
    } catch (IllegalArgumentException e) {
      throw noLocation(request, "sent a malformed Location").exception(e);
    }
  }

  private Problem noLocation(Request request, String what) {
    return Problem.remote(request.doing(), "the registry at " + Urls.authority(base) + " " + what);
  }

  private static String pathAndQuery(URI uri) {
    return uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
  }

  /** Sends a request, whatever its answer; a refusal for want of authorization is answered once. */
  Response send(Request request, ImageReference image, Scopes scopes) throws InterruptedException {
    if (!Urls.sameOrigin(request.uri(), base)) {
      return noted(transport.send(request));
    }
    Optional<String> known = authorizer.known(image, scopes);
    Response response =
        transport.send(known.map(value -> authorized(request, value)).orElse(request));
    if (response.status() == 401 && Urls.sameOrigin(response.uri(), base)) {
      response =
          authorizer.retry(
              request,
              response,
              image,
              scopes,
              known,
              value -> transport.send(authorized(request, value)));
    }
    return noted(response);
  }

  private static Request authorized(Request request, String value) {
    return request.with("Authorization", value);
  }

  /** RFC 7234, 5.5: {@code 299 - "text"}; the distribution-spec wants these shown. */
  private Response noted(Response response) {
    for (String warning : response.headers().all("Warning")) {
      if (warning.startsWith("299 ")) {
        int quote = warning.indexOf('"');
        String text = quote < 0 ? warning : warning.substring(quote).replace("\"", "");
        warnings.accept(Urls.authority(base) + ": " + text.replaceAll("\\p{Cntrl}", " "));
      }
    }
    return response;
  }

  /** The problem of an unwelcome answer. */
  StaveException problem(Request request, ImageReference image, Response response) {
    return RegistryErrors.of(request.doing(), image, credentials, response).exception();
  }
}
