package build.stave.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import build.stave.http.TestServer;
import build.stave.oci.Digest;
import build.stave.reference.ImageReference;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** A registry in this process. Tests see what it holds, and step in before it answers. */
public final class FakeRegistry implements AutoCloseable {
  /** Answers instead of the registry; false to leave that to the registry. */
  @FunctionalInterface
  public interface Interceptor {
    boolean answered(HttpExchange exchange) throws IOException;
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Stored(String mediaType, byte[] bytes) {}

  /** By {@code repository@digest}. */
  public final Map<String, byte[]> blobs = new ConcurrentHashMap<>();

  /** By {@code repository:tag} and {@code repository@digest}. */
  public final Map<String, Stored> manifests = new ConcurrentHashMap<>();

  public final Map<String, String> sessions = new ConcurrentHashMap<>();
  public final List<String> authorizations = new CopyOnWriteArrayList<>();
  volatile boolean mounts = true;
  public volatile Interceptor interceptor = exchange -> false;
  private final AtomicInteger number = new AtomicInteger();
  private final TestServer server = new TestServer(this::handle);

  public ImageReference reference(String rest) {
    return ImageReference.parse(server.authority() + "/" + rest);
  }

  public String authority() {
    return server.authority();
  }

  /** Settings of a client that asks a mirror before this registry. */
  public RegistrySettings mirroredBy(FakeRegistry mirror) {
    String conf =
        """
        [[registry]]
        location = "%s"
        [[registry.mirror]]
        location = "%s"
        """
            .formatted(authority(), mirror.authority());
    return new RegistrySettings(
        Credentials.NONE, RegistriesConf.parsed("registries.conf", conf), Set.of(), List.of());
  }

  public URI uri(String path) {
    return server.uri(path);
  }

  /** The requests but for the first look whether anything is there. */
  public List<String> requests() {
    return server.requests().stream().filter(request -> !request.equals("GET /v2/")).toList();
  }

  public void putBlob(String repository, byte[] bytes) {
    blobs.put(repository + "@" + Digest.of(bytes), bytes);
  }

  public void putManifest(String repository, String tag, String mediaType, byte[] bytes) {
    manifests.put(repository + "@" + Digest.of(bytes), new Stored(mediaType, bytes));
    if (!tag.isEmpty()) {
      manifests.put(repository + ":" + tag, new Stored(mediaType, bytes));
    }
  }

  public static void error(HttpExchange exchange, int status, String code) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    TestServer.answer(
        exchange,
        status,
        ("{\"errors\":[{\"code\":\"" + code + "\",\"message\":\"told so\"}]}").getBytes(UTF_8));
  }

  public static void challenge(HttpExchange exchange, String challenge) throws IOException {
    exchange.getResponseHeaders().add("WWW-Authenticate", challenge);
    error(exchange, 401, "UNAUTHORIZED");
  }

  private void handle(HttpExchange exchange) throws IOException {
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    authorizations.add(authorization == null ? "" : authorization);
    if (interceptor.answered(exchange)) {
      return;
    }
    String path = exchange.getRequestURI().getPath();
    int blob = path.indexOf("/blobs/");
    int manifest = path.indexOf("/manifests/");
    if (path.equals("/v2/")) {
      TestServer.answer(exchange, 200, new byte[0]);
    } else if (path.contains("/blobs/uploads/")) {
      upload(exchange, path.substring(4, blob), path.substring(path.lastIndexOf('/') + 1));
    } else if (blob > 0) {
      byte[] bytes = blobs.get(path.substring(4, blob) + "@" + path.substring(blob + 7));
      if (bytes == null) {
        error(exchange, 404, "BLOB_UNKNOWN");
      } else {
        TestServer.answer(exchange, 200, bytes);
      }
    } else {
      manifest(exchange, path.substring(4, manifest), path.substring(manifest + 11));
    }
  }

  private void manifest(HttpExchange exchange, String repository, String name) throws IOException {
    if (exchange.getRequestMethod().equals("PUT")) {
      byte[] bytes = exchange.getRequestBody().readAllBytes();
      String type = exchange.getRequestHeaders().getFirst("Content-Type");
      putManifest(repository, name.contains(":") ? "" : name, type, bytes);
      exchange.getResponseHeaders().set("Docker-Content-Digest", Digest.of(bytes).toString());
      TestServer.answer(exchange, 201, new byte[0]);
      return;
    }
    Stored stored = manifests.get(repository + (name.contains(":") ? "@" : ":") + name);
    if (stored == null) {
      error(exchange, 404, "MANIFEST_UNKNOWN");
      return;
    }
    exchange.getResponseHeaders().set("Content-Type", stored.mediaType());
    TestServer.answer(exchange, 200, stored.bytes());
  }

  private void upload(HttpExchange exchange, String repository, String session) throws IOException {
    Map<String, String> query = query(exchange);
    switch (exchange.getRequestMethod()) {
      case "POST" -> {
        byte[] source =
            blobs.get(query.getOrDefault("from", "") + "@" + query.getOrDefault("mount", ""));
        if (mounts && source != null) {
          putBlob(repository, source);
          TestServer.answer(exchange, 201, new byte[0]);
          return;
        }
        String id = "session-" + number.incrementAndGet();
        sessions.put(id, repository);
        // relative, and with a query of its own
        exchange
            .getResponseHeaders()
            .set("Location", "/v2/" + repository + "/blobs/uploads/" + id + "?_state=a%3Db");
        TestServer.answer(exchange, 202, new byte[0]);
      }
      case "PUT" -> {
        byte[] bytes = exchange.getRequestBody().readAllBytes();
        boolean complete =
            sessions.remove(session) != null
                && "a=b".equals(query.get("_state"))
                && Digest.of(bytes).toString().equals(query.get("digest"));
        if (complete) {
          putBlob(repository, bytes);
          TestServer.answer(exchange, 201, new byte[0]);
        } else {
          error(exchange, 400, "DIGEST_INVALID");
        }
      }
      case "DELETE" -> {
        sessions.remove(session);
        TestServer.answer(exchange, 204, new byte[0]);
      }
      default -> error(exchange, 405, "UNSUPPORTED");
    }
  }

  public static Map<String, String> query(HttpExchange exchange) {
    String query = exchange.getRequestURI().getRawQuery();
    return query == null
        ? Map.of()
        : Arrays.stream(query.split("&"))
            .map(part -> part.split("=", 2))
            .collect(
                Collectors.toMap(
                    part -> part[0],
                    part -> URLDecoder.decode(part[1], UTF_8),
                    (a, b) -> a + " " + b));
  }

  @Override
  public void close() {
    server.close();
  }
}
