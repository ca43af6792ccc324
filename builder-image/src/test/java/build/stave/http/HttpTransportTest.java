package build.stave.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import build.stave.problem.Category;
import build.stave.problem.StaveException;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpTransportTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final List<Duration> waits = Collections.synchronizedList(new ArrayList<>());
  private final HttpTransport transport = transport(HttpSettings.of("1", Map.of()));

  private HttpTransport transport(HttpSettings settings) {
    return new HttpTransport(settings, Clock.fixed(NOW, ZoneOffset.UTC), waits::add);
  }

  @AfterEach
  void close() {
    transport.close();
  }

  private static void ok(HttpExchange exchange) throws IOException {
    TestServer.answer(exchange, 200, "ok".getBytes(UTF_8));
  }

  private static String text(Response response) {
    try (response) {
      return new String(response.bytes(100), UTF_8);
    }
  }

  @Test
  void sendsLengthAndUserAgentAndNoChunks() throws Exception {
    var seen = new AtomicReference<List<String>>();
    try (var server =
        new TestServer(
            exchange -> {
              var headers = exchange.getRequestHeaders();
              seen.set(
                  List.of(
                      String.valueOf(headers.getFirst("Content-Length")),
                      String.valueOf(headers.getFirst("Transfer-Encoding")),
                      headers.getFirst("User-Agent"),
                      new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
              ok(exchange);
            })) {
      var request =
          Request.of("test", "PUT", server.uri("/x"))
              .with(Content.of("hello".getBytes(UTF_8)), "text/plain");
      assertThat(text(transport.send(request))).isEqualTo("ok");
      assertThat(seen.get()).containsExactly("5", "null", "stave/1", "hello");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 499, 500, 502, 503, 504, 522})
  void retriesPassingFailures(int status) throws Exception {
    var count = new AtomicInteger();
    try (var server =
        new TestServer(
            exchange -> {
              if (count.incrementAndGet() < 4) {
                TestServer.answer(exchange, status, new byte[0]);
              } else {
                ok(exchange);
              }
            })) {
      assertThat(text(transport.send(Request.get("test", server.uri("/"))))).isEqualTo("ok");
      assertThat(waits).hasSize(3);
      assertThat(waits.get(0)).isBetween(Duration.ofSeconds(1), Duration.ofMillis(1250));
      assertThat(waits.get(1)).isBetween(Duration.ofSeconds(2), Duration.ofMillis(2500));
      assertThat(waits.get(2)).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(5));
    }
  }

  @Test
  void givesUpAfterThreeRetriesWithTheAnswer() throws Exception {
    try (var server = new TestServer(exchange -> TestServer.answer(exchange, 503, new byte[0]))) {
      try (var response = transport.send(Request.get("test", server.uri("/")))) {
        assertThat(response.status()).isEqualTo(503);
      }
      assertThat(server.requests()).hasSize(4);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 405, 501})
  void doesNotRetryOtherStatuses(int status) throws Exception {
    try (var server =
        new TestServer(exchange -> TestServer.answer(exchange, status, new byte[0]))) {
      transport.send(Request.get("test", server.uri("/"))).close();
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void waitsAsLongAsAsked() throws Exception {
    var answers = List.of("7", "Thu, 1 Jan 2026 00:00:09 GMT", "Wed, 1 Jan 2025 00:00:00 GMT");
    var count = new AtomicInteger();
    try (var server =
        new TestServer(
            exchange -> {
              int number = count.getAndIncrement();
              if (number < answers.size()) {
                exchange.getResponseHeaders().set("Retry-After", answers.get(number));
                TestServer.answer(exchange, 429, new byte[0]);
              } else {
                ok(exchange);
              }
            })) {
      assertThat(text(transport.send(Request.get("test", server.uri("/"))))).isEqualTo("ok");
      assertThat(waits)
          .containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(9), Duration.ZERO);
    }
  }

  @Test
  void doesNotWaitForHours() throws Exception {
    try (var server =
        new TestServer(
            exchange -> {
              exchange.getResponseHeaders().set("Retry-After", "21600");
              TestServer.answer(exchange, 429, new byte[0]);
            })) {
      try (var response = transport.send(Request.get("test", server.uri("/")))) {
        assertThat(response.status()).isEqualTo(429);
      }
      assertThat(waits).isEmpty();
    }
  }

  @Test
  void retriesCutConnectionsUnlessAskedNotTo() throws Exception {
    var count = new AtomicInteger();
    try (var server =
        new TestServer(
            exchange -> {
              if (count.incrementAndGet() == 1) {
                throw new IOException("cut");
              }
              ok(exchange);
            })) {
      var request = Request.of("test", "POST", server.uri("/"));
      assertThat(text(transport.send(request))).isEqualTo("ok");
      count.set(0);
      assertThatThrownBy(() -> transport.send(request.once()))
          .isInstanceOf(StaveException.class)
          .satisfies(e -> assertThat(((StaveException) e).problem().retryable()).isTrue());
    }
  }

  @Test
  void authorizationDoesNotCrossServers() throws Exception {
    var seen = new AtomicReference<String>();
    try (var other =
            new TestServer(
                exchange -> {
                  seen.set(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
                  ok(exchange);
                });
        var server =
            new TestServer(
                exchange -> {
                  exchange
                      .getResponseHeaders()
                      .set("Location", other.uri("/blob?signature=s").toString());
                  TestServer.answer(exchange, 307, new byte[0]);
                })) {
      var request = Request.get("test", server.uri("/")).with("Authorization", "Bearer secret");
      assertThat(text(transport.send(request))).isEqualTo("ok");
      assertThat(seen.get()).isEqualTo("null");
    }
  }

  @Test
  void authorizationStaysOnTheSameServer() throws Exception {
    var seen = new AtomicReference<String>();
    try (var server =
        new TestServer(
            exchange -> {
              if (exchange.getRequestURI().getPath().equals("/a")) {
                exchange.getResponseHeaders().set("Location", "/b");
                TestServer.answer(exchange, 302, new byte[0]);
              } else {
                seen.set(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
                ok(exchange);
              }
            })) {
      transport.send(Request.get("t", server.uri("/a")).with("Authorization", "Bearer x")).close();
      assertThat(seen.get()).isEqualTo("Bearer x");
    }
  }

  @Test
  void doesNotFollowRedirectsOfWritesThatWouldChangeTheMethod() throws Exception {
    try (var server =
        new TestServer(
            exchange -> {
              exchange.getResponseHeaders().set("Location", "/b");
              TestServer.answer(exchange, 302, new byte[0]);
            })) {
      try (var response = transport.send(Request.of("t", "POST", server.uri("/a")))) {
        assertThat(response.status()).isEqualTo(302);
      }
    }
  }

  @Test
  void endsRedirectLoopsAndOtherSchemes() {
    try (var server =
        new TestServer(
            exchange -> {
              boolean file = exchange.getRequestURI().getPath().equals("/file");
              exchange.getResponseHeaders().set("Location", file ? "file:///etc/passwd" : "/a");
              TestServer.answer(exchange, 302, new byte[0]);
            })) {
      assertRemote(Request.get("t", server.uri("/a")), "redirects without end");
      assertRemote(Request.get("t", server.uri("/file")), "redirects to file:");
    }
  }

  @Test
  void explainsRefusedAndUnknownHostsAtOnce() throws Exception {
    int free;
    try (var socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    assertRemote(Request.get("t", URI.create("http://127.0.0.1:" + free + "/")), "nothing accepts");
    assertRemote(Request.get("t", URI.create("http://name.invalid/")), "is not known");
    assertThat(waits).isEmpty();
  }

  @Test
  void explainsPlainHttpWhereTlsIsExpected() throws Exception {
    try (var socket = new ServerSocket(0)) {
      Thread.ofVirtual().start(() -> answerPlainly(socket));
      assertRemote(
          Request.get("t", URI.create("https://127.0.0.1:" + socket.getLocalPort() + "/")),
          "speaks plain HTTP");
    }
  }

  private static void answerPlainly(ServerSocket socket) {
    try (var connection = socket.accept()) {
      connection.getInputStream().read();
      connection.getOutputStream().write("HTTP/1.0 400 Bad Request\r\n\r\n".getBytes(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void givesUpWhereNothingMoves() {
    var settings =
        new HttpSettings(
            "x", Map.of(), List.of(), Map.of(), Duration.ofSeconds(5), Duration.ofMillis(200), 0);
    try (var impatient = transport(settings);
        var server =
            new TestServer(
                exchange -> {
                  if (exchange.getRequestURI().getPath().equals("/body")) {
                    exchange.sendResponseHeaders(200, 100);
                    exchange.getResponseBody().write(1);
                    exchange.getResponseBody().flush();
                  }
                  sleep();
                })) {
      assertThatThrownBy(() -> impatient.send(Request.get("t", server.uri("/"))))
          .hasMessageContaining("did not answer in time");
      assertThatThrownBy(() -> impatient.send(Request.get("t", server.uri("/body"))).bytes(1000))
          .hasMessageContaining("broke off");
    }
  }

  @Test
  void limitsBodies() throws Exception {
    try (var server = new TestServer(exchange -> TestServer.answer(exchange, 200, new byte[11]));
        var response = transport.send(Request.get("t", server.uri("/")))) {
      assertThatThrownBy(() -> response.bytes(10)).hasMessageContaining("more than 10 bytes");
    }
  }

  @Test
  void interruptEndsTheExchange() throws Exception {
    var interrupted = new AtomicBoolean();
    try (var server = new TestServer(exchange -> sleep())) {
      Thread thread =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      transport.send(Request.get("t", server.uri("/"))).close();
                    } catch (InterruptedException e) {
                      interrupted.set(true);
                    }
                  });
      while (server.requests().isEmpty()) {
        Thread.sleep(5);
      }
      thread.interrupt();
      assertThat(thread.join(Duration.ofSeconds(5))).isTrue();
      assertThat(interrupted).isTrue();
    }
  }

  @Test
  void showsNoSecrets() {
    var request =
        Request.get("t", URI.create("https://user:pass@h/p?sig=s")).with("Authorization", "secret");
    assertThat(request.toString() + request.headers())
        .contains("https://h/p?…")
        .doesNotContain("pass", "sig", "secret");
  }

  private void assertRemote(Request request, String message) {
    assertThatThrownBy(() -> transport.send(request))
        .isInstanceOf(StaveException.class)
        .hasMessageContaining(message)
        .satisfies(
            e -> assertThat(((StaveException) e).problem().category()).isEqualTo(Category.REMOTE));
  }

  private static void sleep() throws IOException {
    try {
      Thread.sleep(Duration.ofSeconds(20));
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
