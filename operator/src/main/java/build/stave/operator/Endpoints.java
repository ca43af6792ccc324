package build.stave.operator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Health and metrics over HTTP: {@code /healthz} answers as long as the process does, {@code
 * /readyz} says 503 until the caches are filled, {@code /metrics} is Prometheus' text. A receiver
 * of webhooks has its place here.
 */
final class Endpoints implements AutoCloseable {
  private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";
  private static final String TEXT_TYPE = "text/plain; charset=utf-8";

  private final HttpServer server;

  private Endpoints(HttpServer server) {
    this.server = server;
  }

  /** Serves on a port; 0 takes a free one. */
  static Endpoints serve(int port, BooleanSupplier ready, Supplier<String> metrics)
      throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress(port), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/healthz", exchange -> answer(exchange, HttpURLConnection.HTTP_OK, TEXT_TYPE, "ok\n"));
    server.createContext(
        "/readyz",
        exchange -> {
          boolean is = ready.getAsBoolean();
          answer(
              exchange,
              is ? HttpURLConnection.HTTP_OK : HttpURLConnection.HTTP_UNAVAILABLE,
              TEXT_TYPE,
              is ? "ok\n" : "not ready\n");
        });
    server.createContext(
        "/metrics",
        exchange -> answer(exchange, HttpURLConnection.HTTP_OK, METRICS_TYPE, metrics.get()));
    server.start();
    return new Endpoints(server);
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private static void answer(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    try (exchange) {
      byte[] body = text.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", type);
      boolean head = exchange.getRequestMethod().equals("HEAD");
      exchange.sendResponseHeaders(status, head ? -1 : body.length);
      if (!head) {
        exchange.getResponseBody().write(body);
      }
    }
  }
}
