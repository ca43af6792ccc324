package build.stave.operator.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import build.stave.crds.v1alpha1.Git;
import build.stave.operator.git.Look.Reason;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Looks over http, at git's own server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HttpRemoteTest {
  private static final GitLogin LOGIN = new GitLogin("u", "p", null, "", null);
  private static final String BASIC = "Basic dTpw";
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<String> authorizations = new CopyOnWriteArrayList<>();
  private final List<String> answers = new CopyOnWriteArrayList<>();
  private Path root;
  private HttpServer plain;
  private HttpServer secure;
  private String authority;

  @BeforeAll
  void start(@TempDir Path temporary) throws Exception {
    root = temporary;
    Scripts.repository(root, "a.git");
    Scripts.repository(root, "private.git");
    Scripts.run(
        root,
        """
        openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost \
            -addext subjectAltName=DNS:localhost -keyout key -out crt
        openssl pkcs12 -export -in crt -inkey key -passout pass:test -out p12
        """);
    authority = Files.readString(root.resolve("crt"));
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    plain = serve(HttpServer.create(address, 0));
    HttpsServer https = HttpsServer.create(address, 0);
    https.setHttpsConfigurator(new HttpsConfigurator(context()));
    secure = serve(https);
  }

  @AfterAll
  void stop() {
    plain.stop(0);
    secure.stop(0);
    threads.shutdownNow();
  }

  private HttpServer serve(HttpServer server) {
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
    return server;
  }

  private SSLContext context() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(root.resolve("p12"))) {
      store.load(in, "test".toCharArray());
    }
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, "test".toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      String query = exchange.getRequestURI().getRawQuery();
      String authorization = exchange.getRequestHeaders().getFirst("Authorization");
      if (authorization != null) {
        authorizations.add(exchange.getLocalAddress().getPort() + " " + authorization);
      }
      boolean known = BASIC.equals(authorization);
      if (path.startsWith("/moved") && known) {
        String target = url(plain, "private.git" + path.substring("/moved".length()));
        exchange
            .getResponseHeaders()
            .set("Location", query == null ? target : target + "?" + query);
        exchange.sendResponseHeaders(302, -1);
      } else if ((path.startsWith("/private") || path.startsWith("/moved")) && !known) {
        exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"git\"");
        exchange.sendResponseHeaders(401, -1);
      } else {
        git(exchange, path, query);
      }
    }
  }

  private void git(HttpExchange exchange, String path, @Nullable String query) throws IOException {
    var builder = Scripts.command(root, List.of("git", "http-backend"));
    var environment = builder.environment();
    environment.put("GIT_PROJECT_ROOT", root.toString());
    environment.put("GIT_HTTP_EXPORT_ALL", "1");
    environment.put("PATH_INFO", path);
    environment.put("REQUEST_METHOD", exchange.getRequestMethod());
    environment.put("QUERY_STRING", query == null ? "" : query);
    header(exchange, "Content-Type", "CONTENT_TYPE", builder);
    header(exchange, "Git-Protocol", "GIT_PROTOCOL", builder);
    header(exchange, "Content-Encoding", "HTTP_CONTENT_ENCODING", builder);
    Process git = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (var in = git.getOutputStream()) {
      exchange.getRequestBody().transferTo(in);
    }
    int status = 200;
    for (String line = line(git.getInputStream());
        !line.isEmpty();
        line = line(git.getInputStream())) {
      String value = line.substring(line.indexOf(':') + 1).strip();
      if (line.startsWith("Status:")) {
        status = Integer.parseInt(value.substring(0, 3));
      } else {
        exchange.getResponseHeaders().add(line.substring(0, line.indexOf(':')), value);
      }
    }
    exchange.sendResponseHeaders(status, 0);
    byte[] body = git.getInputStream().readAllBytes();
    answers.add(new String(body, StandardCharsets.UTF_8));
    exchange.getResponseBody().write(body);
  }

  private static void header(
      HttpExchange exchange, String header, String variable, ProcessBuilder builder) {
    String value = exchange.getRequestHeaders().getFirst(header);
    if (value != null) {
      builder.environment().put(variable, value);
    }
  }

  private static String line(InputStream in) throws IOException {
    var line = new ByteArrayOutputStream();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      line.write(c);
    }
    return line.toString(StandardCharsets.UTF_8).strip();
  }

  private static String url(HttpServer server, String path) {
    String scheme = server instanceof HttpsServer ? "https" : "http";
    return scheme + "://localhost:" + server.getAddress().getPort() + "/" + path;
  }

  private static String commit(String url, Git.@Nullable Ref ref, GitLogin login)
      throws LookException {
    return new GitRemote(new Git(url, ref, null, null), login).commit();
  }

  private static Look.Failed failure(String url, Git.@Nullable Ref ref, GitLogin login) {
    return catchThrowableOfType(LookException.class, () -> commit(url, ref, login)).failure();
  }

  @Test
  void findsBranchesTagsAndTheDefault() throws Exception {
    String url = url(plain, "a.git");
    String main = Scripts.commit(root.resolve("a.git"), "main");
    String first = Scripts.commit(root.resolve("a.git"), "v1");

    assertThat(main).isNotEqualTo(first);
    assertThat(commit(url, null, GitLogin.NONE)).isEqualTo(main);
    assertThat(commit(url, new Git.Ref("main", null, null), GitLogin.NONE)).isEqualTo(main);
    assertThat(commit(url, new Git.Ref(null, "v1", null), GitLogin.NONE)).isEqualTo(first);
  }

  @Test
  void isSentOneReference() throws Exception {
    answers.clear();
    commit(url(plain, "a.git"), new Git.Ref("main", null, null), GitLogin.NONE);

    assertThat(answers.getLast()).contains("refs/heads/main").doesNotContain("refs/tags");
  }

  @Test
  void logsIn() throws Exception {
    assertThat(commit(url(plain, "private.git"), null, LOGIN))
        .isEqualTo(Scripts.commit(root.resolve("private.git"), "main"));
  }

  @Test
  void trustsTheAuthorityThatItIsGiven() throws Exception {
    String url = url(secure, "a.git");

    assertThat(commit(url, null, LOGIN.trusting(authority))).hasSize(40);
    assertThat(failure(url, null, LOGIN).reason()).isEqualTo(Reason.Unreachable);
    assertThat(failure(url, null, LOGIN).message()).contains("certificat");
    assertThat(failure(url, null, LOGIN.trusting("nonsense")).reason())
        .isEqualTo(Reason.SecretMalformed);
  }

  @Test
  void tellsNoOtherServerItsLogin() {
    authorizations.clear();
    Look.Failed failed = failure(url(secure, "moved"), null, LOGIN.trusting(authority));

    assertThat(failed.reason()).isEqualTo(Reason.AuthenticationFailed);
    assertThat(authorizations)
        .isNotEmpty()
        .allMatch(sent -> sent.startsWith(secure.getAddress().getPort() + " "));
  }

  @Test
  void saysWhatIsWrong() throws Exception {
    String hidden = url(plain, "private.git");
    var wrong = new GitLogin("u", "s3cret", null, "", null);

    assertThat(failure(hidden, null, GitLogin.NONE).reason())
        .isEqualTo(Reason.AuthenticationFailed);
    assertThat(failure(hidden, null, GitLogin.NONE).message()).contains("source.git.secretRef");
    assertThat(failure(hidden, null, wrong).reason()).isEqualTo(Reason.AuthenticationFailed);
    assertThat(failure(hidden, null, wrong).message()).doesNotContain("s3cret");
    assertThat(failure(url(plain, "a.git"), new Git.Ref("no", null, null), LOGIN))
        .isEqualTo(
            new Look.Failed(
                Reason.RefNotFound, "the repository has no refs/heads/no: check source.git.ref"));
    assertThat(failure(url(plain, "no.git"), null, LOGIN).reason())
        .isEqualTo(Reason.RepositoryNotFound);
    assertThat(failure("http://localhost:1/a.git", null, LOGIN).reason())
        .isEqualTo(Reason.Unreachable);
    assertThat(failure("http://no.such.host.invalid/a.git", null, LOGIN).reason())
        .isEqualTo(Reason.Unreachable);
  }
}
