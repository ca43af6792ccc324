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
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * As much of a registry as a push needs, for training: it forgets what it is told.
 * Arguments: a key store, and the file that the port is written to.
 */
final class Registry {
  private static final char[] PASSWORD = "training".toCharArray();

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
    server.createContext("/", Registry::answer);
    server.start();
    Files.writeString(Path.of(arguments[1]), String.valueOf(server.getAddress().getPort()));
  }

  private static void answer(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    String path = exchange.getRequestURI().getPath();
    if (exchange.getRequestHeaders().getFirst("Authorization") == null) {
      exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"training\"");
      exchange.sendResponseHeaders(401, -1);
      return;
    }
    int status =
        switch (exchange.getRequestMethod()) {
          case "POST" -> 202;
          case "PUT" -> 201;
          case "HEAD" -> 404;
          default -> path.equals("/v2/") ? 200 : 404;
        };
    if (status == 202) {
      exchange.getResponseHeaders().set("Location", path + "upload");
    }
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }
}
