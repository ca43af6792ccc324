package build.stave.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxyTest {
  private static final URI PLAIN = URI.create("http://registry.example/v2/");

  private static HttpTransport transport(Map<String, String> environment) {
    return new HttpTransport(HttpSettings.of("1", environment), Clock.systemUTC(), duration -> {});
  }

  @Test
  void plainRequestsGoThroughTheProxyWithItsPassword() throws Exception {
    var seen = new CopyOnWriteArrayList<String>();
    try (var proxy =
            new TestServer(
                exchange -> {
                  seen.add(exchange.getRequestHeaders().getFirst("Proxy-Authorization"));
                  TestServer.answer(exchange, 200, "proxied".getBytes(UTF_8));
                });
        var transport = transport(Map.of("HTTP_PROXY", "http://user:pass@" + proxy.authority()));
        Response response = transport.send(Request.get("test", PLAIN))) {
      assertThat(response.bytes(100)).asString(UTF_8).isEqualTo("proxied");
      assertThat(proxy.requests()).containsExactly("GET http://registry.example/v2/");
      assertThat(seen).containsExactly("Basic dXNlcjpwYXNz");
    }
  }

  @Test
  void tunnelsGetThePasswordAndNothingElseDoes() throws Exception {
    var heads = new CopyOnWriteArrayList<String>();
    try (var socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> refuse(socket, heads, "502 Bad Gateway"));
      String proxy = "http://user:pass@127.0.0.1:" + socket.getLocalPort();
      try (var transport = transport(Map.of("https_proxy", proxy))) {
        Request request =
            Request.get("test", URI.create("https://registry.example/v2/"))
                .with("Authorization", "Bearer secret")
                .once();
        assertThatThrownBy(() -> transport.send(request))
            .hasMessageContaining("the proxy opens no connection to registry.example");
      }
    }
    assertThat(heads).hasSize(1);
    assertThat(heads.getFirst())
        .startsWith("CONNECT registry.example:443 HTTP/1.1")
        .contains("Proxy-Authorization: Basic dXNlcjpwYXNz")
        .doesNotContain("secret");
  }

  @Test
  void aProxyThatWantsAPasswordIsHeard() throws Exception {
    try (var socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      String needed = "407 Needed\r\nProxy-Authenticate: Basic realm=\"proxy\"";
      Thread.ofVirtual().start(() -> refuse(socket, new CopyOnWriteArrayList<>(), needed));
      var environment = Map.of("https_proxy", "http://127.0.0.1:" + socket.getLocalPort());
      Request request = Request.get("test", URI.create("https://registry.example/v2/")).once();
      try (var transport = transport(environment);
          Response response = transport.send(request)) {
        assertThat(response.status()).isEqualTo(407);
      }
    }
  }

  private static void refuse(ServerSocket socket, List<String> heads, String status) {
    while (true) {
      try (Socket connection = socket.accept()) {
        var head = new StringBuilder();
        var in = new BufferedReader(new InputStreamReader(connection.getInputStream(), US_ASCII));
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
          head.append(line).append('\n');
        }
        heads.add(head.toString());
        connection
            .getOutputStream()
            .write(("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n").getBytes(US_ASCII));
      } catch (IOException e) {
        return;
      }
    }
  }

  /** As golang.org/x/net/http/httpproxy documents NO_PROXY. */
  @ParameterizedTest
  @CsvSource({
    "registry.example, https://registry.example/, true",
    "registry.example, https://REGISTRY.example/, true",
    "registry.example, https://sub.registry.example/, true",
    "registry.example, https://myregistry.example/, false",
    ".example, https://registry.example/, true",
    "*.example, https://registry.example/, true",
    ".registry.example, https://registry.example/, false",
    "registry.example:5000, https://registry.example:5000/, true",
    "registry.example:5000, https://registry.example/, false",
    "registry.example:443, https://registry.example/, true",
    "*, https://registry.example/, true",
    "10.0.0.0/8, https://10.1.2.3/, true",
    "10.0.0.0/8, https://11.1.2.3/, false",
    "10.0.0.0/8, https://ten.example/, false",
    "10.1.2.3, https://10.1.2.3:5000/, true",
    "fd00::/8, https://[fd00::1]:5000/, true",
    "a.example b.example, https://b.example/, true",
    "'a.example, b.example', https://b.example/, true",
    "unrelated, https://localhost:5000/, true",
    "unrelated, https://127.0.0.1:5000/, true",
    "unrelated, https://registry.example/, false"
  })
  void knowsWhatNeedsNoProxy(String exceptions, String target, boolean direct) {
    var proxies =
        new ProxyEnvironment(
            Map.of("HTTPS_PROXY", "http://proxy.example:3128", "NO_PROXY", exceptions));
    Proxy.Type type = direct ? Proxy.Type.DIRECT : Proxy.Type.HTTP;
    assertThat(proxies.select(URI.create(target))).extracting(Proxy::type).containsExactly(type);
  }

  @Test
  void lowerCaseCountsMoreAndSchemesAreApart() {
    var proxies =
        new ProxyEnvironment(
            Map.of("http_proxy", "lower.example:1", "HTTP_PROXY", "http://upper.example:2"));
    assertThat(proxies.select(PLAIN).getFirst().address().toString()).contains("lower.example");
    assertThat(proxies.select(URI.create("https://registry.example/")))
        .containsExactly(Proxy.NO_PROXY);
  }

  @Test
  void aMalformedProxyIsSaidWithoutItsPassword() {
    assertThatThrownBy(
            () -> new ProxyEnvironment(Map.of("HTTPS_PROXY", "socks5://user:secret@proxy:1")))
        .hasMessageContaining("https_proxy is not an address of an HTTP proxy")
        .hasMessageNotContaining("secret");
  }
}
