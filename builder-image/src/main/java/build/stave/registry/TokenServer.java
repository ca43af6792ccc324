package build.stave.registry;

import build.stave.http.Content;
import build.stave.http.HttpTransport;
import build.stave.http.Request;
import build.stave.http.Response;
import build.stave.http.Urls;
import build.stave.oci.Json;
import build.stave.problem.Problem;
import build.stave.problem.StaveException;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/** Gets short-lived tokens for scopes (distribution, docs/spec/auth/token.md and oauth.md). */
final class TokenServer {
  private static final int MAX_ANSWER = 1 << 20;

  /** What the specification says where a token server does not. */
  private static final long DEFAULT_SECONDS = 60;

  /** A token that expires while the request is on its way is of no use. */
  private static final long MARGIN_SECONDS = 5;

  /** A bearer token and until when to use it. */
  record Token(String value, Instant until) {
    @Override
    public String toString() {
      return "token until " + until;
    }
  }

  private final HttpTransport transport;
  private final URI registry;
  private final Clock clock;

  TokenServer(HttpTransport transport, URI registry, Clock clock) {
    this.transport = transport;
    this.registry = registry;
    this.clock = clock;
  }

  static String basic(Credential.Basic basic) {
    String pair = basic.user() + ":" + basic.password();
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  /** A token, or empty where the server refuses the credential. */
  Optional<Token> token(
      Request cause, Challenge challenge, Optional<Credential> credential, Scopes scopes)
      throws InterruptedException {
    URI realm = realm(cause, challenge);
    String service = challenge.parameter("service");
    if (credential.isPresent()
        && credential.get() instanceof Credential.IdentityToken(String refresh)) {
      return byPost(cause, realm, service, scopes, refresh);
    }
    return byGet(cause, realm, service, scopes, credential);
  }

  /**
   * The realm comes from the network: credentials go to TLS servers, or back to the registry
   * itself, and to no other place.
   */
  private URI realm(Request cause, Challenge challenge) {
    String text = challenge.parameter("realm");
    try {
      URI realm = registry.resolve(text);
      boolean sameHost = Urls.authority(realm).equals(Urls.authority(registry));
      boolean sameScheme = String.valueOf(realm.getScheme()).equals(registry.getScheme());
      boolean plainHost =
          registry.getScheme().equals("http")
              && "http".equals(realm.getScheme())
              && String.valueOf(realm.getHost()).equals(registry.getHost());
      if (!text.isEmpty()
          && realm.getHost() != null
          && ("https".equals(realm.getScheme()) || (sameHost && sameScheme) || plainHost)) {
        return realm;
      }
    } catch (IllegalArgumentException e) {
      // reported below
    }
    throw Problem.remote(
            cause.doing(),
            "the registry at "
                + Urls.authority(registry)
                + " names a token server that is not safe to use")
        .fix("the realm of its WWW-Authenticate must be an https address")
        .exception();
  }

  private Optional<Token> byGet(
      Request cause, URI realm, String service, Scopes scopes, Optional<Credential> credential)
      throws InterruptedException {
    var query = new StringBuilder(realm.getRawQuery() == null ? "" : realm.getRawQuery());
    append(query, "service", service);
    scopes.values().forEach(scope -> append(query, "scope", scope));
    Request request = Request.get(cause.doing(), withQuery(realm, query.toString()));
    if (credential.isPresent() && credential.get() instanceof Credential.Basic basic) {
      request = request.with("Authorization", basic(basic));
    }
    try (Response response = transport.send(request)) {
      return response.status() == 401 || response.status() == 403
          ? Optional.empty()
          : Optional.of(read(cause, response));
    }
  }

  private Optional<Token> byPost(
      Request cause, URI realm, String service, Scopes scopes, String refresh)
      throws InterruptedException {
    var form = new StringBuilder();
    append(form, "grant_type", "refresh_token");
    append(form, "service", service);
    append(form, "client_id", "stave");
    append(form, "scope", String.join(" ", scopes.values()));
    append(form, "refresh_token", refresh);
    Request request =
        Request.of(cause.doing(), "POST", realm)
            .with(
                Content.of(form.toString().getBytes(StandardCharsets.US_ASCII)),
                "application/x-www-form-urlencoded");
    try (Response response = transport.send(request)) {
      if (response.status() == 404 || response.status() == 405) {
        // no OAuth2 here: the token serves as the password of a user without a name
        return byGet(
            cause, realm, service, scopes, Optional.of(new Credential.Basic("<token>", refresh)));
      }
      return response.status() == 400 || response.status() == 401 || response.status() == 403
          ? Optional.empty()
          : Optional.of(read(cause, response));
    }
  }

  private static JsonNode answer(Request cause, Response response) {
    try {
      return Json.read(response.bytes(MAX_ANSWER), JsonNode.class);
    } catch (StaveException e) {
      throw e.problem().doing().isEmpty() ? noToken(cause, response) : e;
    }
  }

  private static StaveException noToken(Request cause, Response response) {
    return Problem.remote(
            cause.doing(),
            "the token server at " + Urls.redacted(response.uri()) + " sent no token")
        .exception();
  }

  private Token read(Request cause, Response response) {
    if (!response.isSuccess()) {
      throw RegistryErrors.of(cause.doing(), "the token server", response).exception();
    }
    JsonNode answer = answer(cause, response);
    String value = answer.path("token").asText("");
    value = value.isEmpty() ? answer.path("access_token").asText("") : value;
    if (value.isEmpty()) {
      throw noToken(cause, response);
    }
    long seconds = answer.path("expires_in").asLong(DEFAULT_SECONDS);
    seconds = Math.max(seconds, DEFAULT_SECONDS) - MARGIN_SECONDS;
    Instant now = clock.instant();
    Instant until = issued(answer, now).plusSeconds(seconds);
    return new Token(value, until.isAfter(now) ? until : now.plusSeconds(seconds));
  }

  /** The server's clock may be wrong: its time is used only where that makes a life shorter. */
  private static Instant issued(JsonNode answer, Instant now) {
    try {
      Instant issued = Instant.parse(answer.path("issued_at").asText(""));
      return issued.isAfter(now) ? now : issued;
    } catch (DateTimeException e) {
      return now;
    }
  }

  private static URI withQuery(URI uri, String query) {
    String text = uri.toString();
    int end = text.indexOf('?') < 0 ? text.length() : text.indexOf('?');
    return URI.create(text.substring(0, end) + (query.isEmpty() ? "" : "?" + query));
  }

  private static void append(StringBuilder query, String name, String value) {
    if (!value.isEmpty()) {
      query
          .append(query.isEmpty() ? "" : "&")
          .append(name)
          .append('=')
          .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
    }
  }
}
