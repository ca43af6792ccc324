package build.stave.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import build.stave.http.HttpSettings;
import build.stave.http.HttpTransport;
import build.stave.http.TestServer;
import build.stave.oci.Image;
import build.stave.oci.MediaType;
import build.stave.problem.StaveException;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logging in, against a registry and a token server in this process. */
class AuthTest {
  private static final String BASIC = "Basic bWU6c2VzYW1l";

  @TempDir Path folder;
  private final FakeRegistry registry = new FakeRegistry();
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final Clock clock = ((InstantSource) now::get).withZone(ZoneOffset.UTC);
  private final HttpTransport transport =
      new HttpTransport(HttpSettings.of("1", Map.of()), Clock.systemUTC(), duration -> {});
  private final Image image = TestImages.of("one");

  /** What the registry lets in; what the token server was asked. */
  private final Set<String> accepted = ConcurrentHashMap.newKeySet();

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final AtomicInteger tokens = new AtomicInteger();
  private volatile String lifetime = "";
  private volatile String challenge = "";
  private volatile FakeRegistry.Interceptor tokenServer = this::hand;

  @BeforeEach
  void prepare() {
    registry.putManifest("a", "1", MediaType.OCI_MANIFEST, image.manifest());
    registry.putBlob("a", image.config());
    challenge = "Bearer realm=\"" + registry.uri("/token") + "\",service=\"the service\"";
    registry.interceptor =
        exchange -> {
          if (exchange.getRequestURI().getPath().equals("/token")) {
            return token(exchange);
          }
          String shown = exchange.getRequestHeaders().getFirst("Authorization");
          if (shown != null && accepted.contains(shown)) {
            return false;
          }
          FakeRegistry.challenge(exchange, challenge);
          return true;
        };
  }

  @AfterEach
  void close() {
    transport.close();
    registry.close();
  }

  private boolean token(HttpExchange exchange) throws IOException {
    String shown = exchange.getRequestHeaders().getFirst("Authorization");
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    asked.add(
        exchange.getRequestMethod()
            + " "
            + (shown == null ? "-" : shown)
            + " "
            + new TreeMap<>(FakeRegistry.query(exchange))
            + " "
            + body);
    return tokenServer.answered(exchange);
  }

  /** Hands out a new token to anybody. */
  private boolean hand(HttpExchange exchange) throws IOException {
    String token = "t" + tokens.incrementAndGet();
    accepted.add("Bearer " + token);
    TestServer.answer(
        exchange, 200, ("{\"token\":\"" + token + "\"" + lifetime + "}").getBytes(UTF_8));
    return true;
  }

  private RegistryClient client(String auths) throws IOException {
    Path file = folder.resolve("config.json");
    Files.writeString(file, "{\"auths\":{" + auths.replace("HOST", registry.authority()) + "}}");
    return new RegistryClient(
        RegistrySettings.of(Credentials.of(List.of(file))), transport, clock, warning -> {});
  }

  private void pull(RegistryClient client) throws InterruptedException {
    RemoteImage found = client.resolve(registry.reference("a:1"), TestImages.AMD64);
    assertThat(found.manifestBytes()).isEqualTo(image.manifest());
  }

  private static final String PASSWORD = "\"HOST\":{\"username\":\"me\",\"password\":\"sesame\"}";

  @Test
  void aTokenOfAnotherRequestThatIsForgottenIsRenewed() throws Exception {
    RegistryClient client = client("");
    FakeRegistry.Interceptor usual = registry.interceptor;
    var first = new AtomicBoolean(true);
    registry.interceptor =
        exchange -> {
          boolean manifest = exchange.getRequestURI().getPath().contains("/manifests/");
          if (manifest && first.getAndSet(false)) {
            // While this request waits for its answer, another one logs in, and the registry
            // starts anew.
            try {
              pull(client);
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
            accepted.clear();
          }
          return usual.answered(exchange);
        };
    pull(client);
    assertThat(tokens).hasValue(2);
  }

  @Test
  void anonymousUsersGetATokenToo() throws Exception {
    pull(client(""));
    assertThat(asked).containsExactly("GET - {scope=repository:a:pull, service=the service} ");
  }

  @Test
  void thePasswordGoesToTheTokenServerOnly() throws Exception {
    pull(client(PASSWORD));
    assertThat(asked).hasSize(1);
    assertThat(asked.getFirst()).startsWith("GET " + BASIC);
    List<String> shown = registry.authorizations;
    assertThat(shown.stream().filter(BASIC::equals)).hasSize(1);
  }

  @Test
  void showsThePasswordToARegistryThatWantsBasic() throws Exception {
    challenge = "Basic realm=\"registry\"";
    accepted.add(BASIC);
    pull(client(PASSWORD));
    assertThat(asked).isEmpty();
    // and without being asked from then on
    assertThat(registry.authorizations.stream().filter(String::isEmpty)).hasSize(2);
  }

  @Test
  void prefersTokensWhereSeveralChallengesAreMade() throws Exception {
    challenge = "Negotiate, Basic realm=\"x, y\", " + challenge + ", Digest qop=auth";
    pull(client(PASSWORD));
    assertThat(asked).hasSize(1);
    assertThat(registry.authorizations).contains("Bearer t1");
  }

  @Test
  void unknownChallengesAreReported() throws Exception {
    challenge = "Negotiate";
    RegistryClient client = client(PASSWORD);
    assertThatThrownBy(() -> pull(client)).hasMessageContaining("401 (not logged in)");
    assertThat(registry.authorizations).containsOnly("");
  }

  @Test
  void identityTokensArePosted() throws Exception {
    pull(client("\"HOST\":{\"auth\":\"bWU6\",\"identitytoken\":\"re fresh\"}"));
    assertThat(asked)
        .containsExactly(
            "POST - {} grant_type=refresh_token&service=the+service&client_id=stave"
                + "&scope=repository%3Aa%3Apull&refresh_token=re+fresh");
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 405})
  void identityTokensAreShownToServersWithoutPost(int status) throws Exception {
    tokenServer =
        exchange -> {
          if (exchange.getRequestMethod().equals("POST")) {
            FakeRegistry.error(exchange, status, "UNSUPPORTED");
            return true;
          }
          return hand(exchange);
        };
    pull(client("\"HOST\":{\"identitytoken\":\"refresh\"}"));
    assertThat(asked).hasSize(2);
    assertThat(asked.get(1)).startsWith("GET Basic PHRva2VuPjpyZWZyZXNo ");
  }

  @Test
  void aRefreshTokenIsNotRedirectedToAnotherServer() throws Exception {
    try (var other = new TestServer(exchange -> TestServer.answer(exchange, 200, new byte[0]))) {
      tokenServer =
          exchange -> {
            exchange.getResponseHeaders().set("Location", other.uri("/token").toString());
            TestServer.answer(exchange, 307, new byte[0]);
            return true;
          };
      RegistryClient client = client("\"HOST\":{\"identitytoken\":\"refresh\"}");
      assertThatThrownBy(() -> pull(client)).hasMessageContaining("token server answered 307");
      assertThat(other.requests()).isEmpty();
    }
  }

  @Test
  void registryTokensAreUsedAsTheyAre() throws Exception {
    accepted.add("Bearer mine");
    pull(client("\"HOST\":{\"registrytoken\":\"mine\"}"));
    assertThat(asked).isEmpty();
  }

  @Test
  void allMatchingCredentialsAreTriedInOrder() throws Exception {
    tokenServer =
        exchange -> {
          if (!BASIC.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            FakeRegistry.error(exchange, 401, "UNAUTHORIZED");
            return true;
          }
          return hand(exchange);
        };
    pull(client("\"HOST/a\":{\"username\":\"other\",\"password\":\"p\"}," + PASSWORD));
    assertThat(asked).hasSize(2);
  }

  @Test
  void aCredentialThatMayNotIsFollowedByOneThatMay() throws Exception {
    challenge = "Basic realm=\"registry\"";
    accepted.add(BASIC);
    var refused = new AtomicInteger();
    FakeRegistry.Interceptor usual = registry.interceptor;
    registry.interceptor =
        exchange -> {
          String shown = exchange.getRequestHeaders().getFirst("Authorization");
          if (shown != null && !shown.equals(BASIC)) {
            refused.incrementAndGet();
            FakeRegistry.error(exchange, 403, "DENIED");
            return true;
          }
          return usual.answered(exchange);
        };
    pull(client("\"HOST/a\":{\"username\":\"other\",\"password\":\"p\"}," + PASSWORD));
    assertThat(refused).hasValueGreaterThan(0);
  }

  @Test
  void saysWhereARefusedPasswordIsFrom() throws Exception {
    tokenServer =
        exchange -> {
          FakeRegistry.error(exchange, 401, "UNAUTHORIZED");
          return true;
        };
    RegistryClient client = client(PASSWORD);
    assertThatThrownBy(() -> pull(client))
        .hasMessageContaining("refused the user name or password from " + folder)
        .hasMessageNotContaining("sesame");
    RegistryClient anonymous = client("");
    assertThatThrownBy(() -> pull(anonymous))
        .isInstanceOfSatisfying(
            StaveException.class,
            e ->
                assertThat(e.problem().fix().orElseThrow())
                    .contains("--registry-auth FILE (looked in: " + folder));
  }

  /** Server-side request forgery: the realm is where a registry says, so it is looked at. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://169.254.169.254/latest/token",
        "http://other.example/token",
        "file:///etc/passwd",
        "ftp://127.0.0.1/token",
        "",
        "http://",
        "%%%"
      })
  void refusesRealmsThatAreNotSafe(String realm) throws Exception {
    challenge = "Bearer realm=\"" + realm + "\",service=\"s\"";
    RegistryClient client = client(PASSWORD);
    assertThatThrownBy(() -> pull(client))
        .hasMessageContaining("names a token server that is not safe to use");
    assertThat(registry.authorizations).containsOnly("");
  }

  @Test
  void aRealmMayBeRelative() throws Exception {
    challenge = "Bearer realm=\"/token\"";
    pull(client(""));
    assertThat(asked).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>sesame</html>", "{}", "{\"token\":\"\"}", "[]"})
  void saysThatThereIsNoTokenInAnAnswer(String answer) throws Exception {
    tokenServer =
        exchange -> {
          TestServer.answer(exchange, 200, answer.getBytes(UTF_8));
          return true;
        };
    RegistryClient client = client("");
    assertThatThrownBy(() -> pull(client))
        .hasMessageContaining("pull " + registry.authority() + "/a:1")
        .hasMessageContaining("sent no token")
        .hasMessageNotContaining("sesame");
  }

  @Test
  void tokensAreUsedUntilShortlyBeforeTheyExpire() throws Exception {
    lifetime = ",\"expires_in\":300";
    RegistryClient client = client("");
    pull(client);
    now.set(Instant.EPOCH.plusSeconds(294));
    pull(client);
    assertThat(asked).hasSize(1);
    now.set(Instant.EPOCH.plusSeconds(295));
    pull(client);
    assertThat(asked).hasSize(2);
  }

  @Test
  void withoutALifetimeItIsAMinute() throws Exception {
    RegistryClient client = client("");
    pull(client);
    now.set(Instant.EPOCH.plusSeconds(54));
    pull(client);
    assertThat(asked).hasSize(1);
    now.set(Instant.EPOCH.plusSeconds(56));
    pull(client);
    assertThat(asked).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2099-01-01T00:00:00Z", "1969-01-01T00:00:00Z", "yesterday"})
  void aWrongClockOfTheServerDoesNoHarm(String issued) throws Exception {
    lifetime = ",\"expires_in\":300,\"issued_at\":\"" + issued + "\"";
    RegistryClient client = client("");
    pull(client);
    pull(client);
    assertThat(asked).hasSize(1);
    now.set(Instant.EPOCH.plusSeconds(300));
    pull(client);
    assertThat(asked).hasSize(2);
  }

  @Test
  void aTokenThatTheRegistryForgotIsReplaced() throws Exception {
    lifetime = ",\"expires_in\":3000";
    RegistryClient client = client("");
    pull(client);
    accepted.clear();
    pull(client);
    assertThat(asked).hasSize(2);
  }

  @Test
  void parallelUploadsShareOneToken() throws Exception {
    lifetime = ",\"expires_in\":3000";
    RegistryClient client = client(PASSWORD);
    Image large = TestImages.of("1", "2", "3", "4", "5", "6", "7", "8");
    tokenServer =
        exchange -> {
          try {
            // long enough for the others to be refused too
            Thread.sleep(200);
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
          return hand(exchange);
        };
    PushReport report = client.push(large, registry.reference("b:1"), List.of(), MountHints.NONE);
    assertThat(report.blobsSent()).isEqualTo(9);
    assertThat(asked).hasSize(1);
  }
}
