import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.FileInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * As much of a registry as training needs, in memory: blobs in one piece, manifests by tag, and any login.
 * Arguments: a key store, and the file that the port is written to.
 */
final class Registry {
  private static final char[] PASSWORD = "training".toCharArray();

  private final Map<String, Content> kept = new ConcurrentHashMap<>();

  public static void main(String[] arguments) throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (var in = new FileInputStream(arguments[0])) {
      keys.load(in, PASSWORD);
    }
    var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(managers.getKeyManagers(), null, null);
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", new Registry()::answer);
    server.start();
    Files.writeString(Path.of(arguments[1]), String.valueOf(server.getAddress().getPort()));
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    String path = exchange.getRequestURI().getPath();
    if (exchange.getRequestHeaders().getFirst("Authorization") == null) {
      exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"training\"");
      exchange.sendResponseHeaders(401, -1);
      return;
    }
    switch (exchange.getRequestMethod()) {
      case "POST" -> {
        exchange.getResponseHeaders().set("Location", path);
        exchange.sendResponseHeaders(202, -1);
      }
      case "PUT" -> {
        String digest = exchange.getRequestURI().getQuery();
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        kept.put(
            digest == null ? path : path.replaceFirst("uploads/.*", digest.replace("digest=", "")),
            new Content(type, body));
        exchange.sendResponseHeaders(201, -1);
      }
      default -> send(exchange, path.equals("/v2/") ? new Content(null, body) : kept.get(path));
    }
    exchange.close();
  }

  private static void send(HttpExchange exchange, Content content) throws IOException {
    if (content == null) {
      exchange.sendResponseHeaders(404, -1);
      return;
    }
    if (content.type != null) {
      exchange.getResponseHeaders().set("Content-Type", content.type);
    }
    boolean isHead = exchange.getRequestMethod().equals("HEAD");
    if (isHead) {
      exchange.getResponseHeaders().set("Content-Length", String.valueOf(content.bytes.length));
    }
    exchange.sendResponseHeaders(200, isHead || content.bytes.length == 0 ? -1 : content.bytes.length);
    if (!isHead) {
      exchange.getResponseBody().write(content.bytes);
    }
  }

  /** A blob or a manifest, with the type it was sent with. */
  private record Content(String type, byte[] bytes) {}
}
