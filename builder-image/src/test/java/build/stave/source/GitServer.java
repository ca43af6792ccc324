package build.stave.source;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A web server in this process before {@code git http-backend}. What lies below {@code /private}
 * asks for a password.
 */
public final class GitServer implements AutoCloseable {
  /** The one user, and the name that goes with a token. */
  public static final List<String> USERS = List.of("builder", "x-access-token");

  /** The password of both. */
  public static final String PASSWORD = "correct horse";

  private final Path root;
  private final HttpServer server;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final List<String> authorizations = new CopyOnWriteArrayList<>();
  private volatile Function<String, @Nullable String> redirects = path -> null;

  private GitServer(Path root, HttpServer server) {
    this.root = root;
    this.server = server;
    server.setExecutor(executor);
    server.createContext("/", this::handle);
    server.start();
  }

  /** Serves the repositories in a folder over http. */
  public static GitServer plain(Path root) throws IOException {
    return new GitServer(root, HttpServer.create(address(), 0));
  }

  /** Serves the repositories in a folder over https. */
  public static GitServer secure(Path root, Authority authority)
      throws IOException, GeneralSecurityException {
    HttpsServer server = HttpsServer.create(address(), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(authority.server()));
    return new GitServer(root, server);
  }

  private static InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  /** {@code localhost:port}. */
  public String host() {
    return "localhost:" + server.getAddress().getPort();
  }

  /** The address of a repository. */
  public String url(String path) {
    return (server instanceof HttpsServer ? "https://" : "http://") + host() + "/" + path;
  }

  /** What requests carried as Authorization. */
  List<String> authorizations() {
    return List.copyOf(authorizations);
  }

  /** Answers with a redirect wherever the function gives an address for a path. */
  void redirect(Function<String, @Nullable String> target) {
    redirects = target;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      String authorization = exchange.getRequestHeaders().getFirst("Authorization");
      if (authorization != null) {
        authorizations.add(authorization);
      }
      String target = redirects.apply(path);
      if (target != null) {
        String query = exchange.getRequestURI().getRawQuery();
        exchange
            .getResponseHeaders()
            .set("Location", query == null ? target : target + "?" + query);
        exchange.sendResponseHeaders(302, -1);
      } else if (path.startsWith("/private/") && !isKnown(authorization)) {
        exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"git\"");
        exchange.sendResponseHeaders(401, -1);
      } else {
        answer(exchange, path);
      }
    }
  }

  private static boolean isKnown(@Nullable String authorization) {
    return USERS.stream()
        .map(user -> user + ":" + PASSWORD)
        .map(login -> login.getBytes(StandardCharsets.UTF_8))
        .anyMatch(login -> ("Basic " + encoded(login)).equals(authorization));
  }

  private static String encoded(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private void answer(HttpExchange exchange, String path) throws IOException {
    Process git = start(exchange, path);
    try (OutputStream in = git.getOutputStream()) {
      exchange.getRequestBody().transferTo(in);
    }
    int status = 200;
    InputStream out = git.getInputStream();
    for (String line = line(out); !line.isEmpty(); line = line(out)) {
      int colon = line.indexOf(':');
      String name = line.substring(0, colon);
      String value = line.substring(colon + 1).strip();
      if (name.equals("Status")) {
        status = Integer.parseInt(value.substring(0, 3));
      } else {
        exchange.getResponseHeaders().add(name, value);
      }
    }
    exchange.sendResponseHeaders(status, 0);
    out.transferTo(exchange.getResponseBody());
  }

  private Process start(HttpExchange exchange, String path) throws IOException {
    var builder = Shell.command(root, List.of("git", "http-backend"));
    var environment = builder.environment();
    environment.put("GIT_PROJECT_ROOT", root.toString());
    environment.put("GIT_HTTP_EXPORT_ALL", "1");
    environment.put("PATH_INFO", path);
    environment.put("REQUEST_METHOD", exchange.getRequestMethod());
    String query = exchange.getRequestURI().getRawQuery();
    environment.put("QUERY_STRING", query == null ? "" : query);
    pass(exchange, "Content-Type", environment, "CONTENT_TYPE");
    pass(exchange, "Content-Encoding", environment, "HTTP_CONTENT_ENCODING");
    pass(exchange, "Git-Protocol", environment, "GIT_PROTOCOL");
    return builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  private static void pass(
      HttpExchange exchange,
      String header,
      java.util.Map<String, String> environment,
      String variable) {
    String value = exchange.getRequestHeaders().getFirst(header);
    if (value != null) {
      environment.put(variable, value);
    }
  }

  private static String line(InputStream in) throws IOException {
    var line = new ByteArrayOutputStream();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      line.write(c);
    }
    return line.toString(StandardCharsets.UTF_8).strip();
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }
}
