package build.stave.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import build.stave.problem.Category;
import build.stave.problem.Problem;
import build.stave.problem.StaveException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsTest {
  private Path folder;
  private TestCertificates certificates;
  private KeyStore server;
  private KeyStore client;
  private TlsTestServer plain;
  private TlsTestServer demanding;

  @BeforeAll
  void start(@TempDir Path temporary) throws Exception {
    folder = temporary;
    certificates = new TestCertificates(folder);
    server = certificates.make("server", "dns:localhost");
    client = certificates.make("client", "dns:client");
    certificates.make("other", "dns:other");
    plain = new TlsTestServer(server, null, exchange -> answer(exchange));
    demanding = new TlsTestServer(server, client, exchange -> answer(exchange));
  }

  @AfterAll
  void stop() {
    plain.close();
    demanding.close();
  }

  private static void answer(com.sun.net.httpserver.HttpExchange exchange)
      throws java.io.IOException {
    TestServer.answer(exchange, 200, "hello".getBytes(StandardCharsets.UTF_8));
  }

  private static String get(TlsTestServer from, TlsSettings tls, Map<String, String> environment)
      throws Exception {
    return get(from.authority(), Map.of(from.authority(), tls), environment);
  }

  private static String get(
      String authority, Map<String, TlsSettings> tls, Map<String, String> environment)
      throws Exception {
    var settings = HttpSettings.of("1", environment).withTls(tls);
    try (var transport = new HttpTransport(settings, Clock.systemUTC(), duration -> {});
        Response response =
            transport.send(Request.get("test", URI.create("https://" + authority + "/")))) {
      return new String(response.bytes(100), StandardCharsets.UTF_8);
    }
  }

  private static void assertProblem(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String message, String fix) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            StaveException.class,
            e -> {
              Problem problem = e.problem();
              assertThat(problem.category()).isEqualTo(Category.REMOTE);
              assertThat(problem.message()).contains(message);
              assertThat(problem.fix().orElse("")).contains(fix);
            });
  }

  @Test
  void trustsAnAuthorityOfOneHost() throws Exception {
    Path authority = certificates.file("server.pem");
    assertThat(get(plain, TlsSettings.trusting(authority), Map.of())).isEqualTo("hello");
    assertThat(
            get(plain.authority(), Map.of("localhost", TlsSettings.trusting(authority)), Map.of()))
        .isEqualTo("hello");
  }

  @Test
  void trustsNoOtherHostByIt() {
    assertProblem(
        () ->
            get(
                plain.authority(),
                Map.of("elsewhere:443", TlsSettings.trusting(certificates.file("server.pem"))),
                Map.of()),
        "signed by no authority known here",
        "--registry-ca " + plain.authority() + "=FILE");
  }

  @Test
  void saysWhichFlagNamesAnAuthority() {
    assertProblem(
        () -> get(plain, TlsSettings.trusting(certificates.file("other.pem")), Map.of()),
        "the certificate of " + plain.authority() + " is signed by no authority known here",
        "--registry-ca " + plain.authority() + "=FILE");
  }

  @Test
  void trustsWhatTheSystemTrusts() throws Exception {
    Path bundle = folder.resolve("bundle.crt");
    Files.writeString(
        bundle,
        "# odd ones are passed over\n-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
            + Files.readString(certificates.file("other.pem"))
            + Files.readString(certificates.file("server.pem")));
    Map<String, String> file = Map.of("SSL_CERT_FILE", bundle.toString());
    assertThat(get(plain, TlsSettings.DEFAULT, file)).isEqualTo("hello");
    Path more = Files.createDirectories(folder.resolve("more"));
    Files.copy(certificates.file("server.pem"), more.resolve("a.pem"));
    Map<String, String> directory = Map.of("SSL_CERT_DIR", "/missing:" + more);
    assertThat(get(plain, TlsSettings.DEFAULT, directory)).isEqualTo("hello");
  }

  @Test
  void saysThatTheSystemsBundleIsMissing() {
    assertThatThrownBy(
            () -> get(plain, TlsSettings.DEFAULT, Map.of("SSL_CERT_FILE", "/missing.crt")))
        .hasMessageContaining("SSL_CERT_FILE names /missing.crt");
  }

  @Test
  void readsTheBundleOfThisSystem() throws Exception {
    Path bundle = Path.of("/etc/ssl/certs/ca-certificates.crt");
    org.junit.jupiter.api.Assumptions.assumeTrue(Files.isReadable(bundle), "there is no " + bundle);
    assertThat(SystemAuthorities.read(Map.of())).hasSizeGreaterThan(10);
  }

  @Test
  void checksTheNameUnlessToldNotTo() throws Exception {
    String byAddress = plain.authority().replace("localhost", "127.0.0.1");
    Map<String, TlsSettings> trusting =
        Map.of("127.0.0.1", TlsSettings.trusting(certificates.file("server.pem")));
    assertProblem(
        () -> get(byAddress, trusting, Map.of()),
        "is not valid for it",
        "use the name that the certificate holds");
    assertThat(get(byAddress, Map.of("127.0.0.1", TlsSettings.UNVERIFIED), Map.of()))
        .isEqualTo("hello");
  }

  @Test
  void saysThatACertificateHasExpired() throws Exception {
    KeyStore old =
        certificates.signedByAuthority(
            "old", "dns:localhost", "-startdate", "-9d", "-validity", "3");
    try (var expired = new TlsTestServer(old, null, exchange -> answer(exchange))) {
      assertProblem(
          () -> get(expired, TlsSettings.trusting(certificates.file("old-ca.pem")), Map.of()),
          "has expired",
          "--insecure-registry " + expired.authority());
    }
  }

  @Test
  void showsAClientCertificate() throws Exception {
    var authorities = List.of(certificates.file("server.pem"));
    Path certificate = certificates.file("client.pem");
    Path key = certificates.file("client.key");
    assertThat(get(demanding, new TlsSettings(authorities, certificate, key, false), Map.of()))
        .isEqualTo("hello");
    assertThat(get(demanding, new TlsSettings(List.of(), certificate, key, true), Map.of()))
        .isEqualTo("hello");
    assertProblem(
        () -> get(demanding, new TlsSettings(authorities, null, null, false), Map.of()),
        "wants a client certificate",
        "certs.d folder of " + demanding.authority());
  }

  @Test
  void saysWhatIsWrongWithAFile() throws Exception {
    Path empty = Files.writeString(folder.resolve("empty.pem"), "nothing");
    assertThatThrownBy(() -> get(plain, TlsSettings.trusting(empty), Map.of()))
        .hasMessageContaining(empty + " holds no certificate");
    Path oldKey =
        Files.writeString(
            folder.resolve("rsa.key"),
            "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n");
    var settings = new TlsSettings(List.of(), certificates.file("client.pem"), oldKey, false);
    assertThatThrownBy(() -> get(plain, settings, Map.of()))
        .hasMessageContaining("no private key in PKCS #8");
  }

  @Test
  void bothSettingsCount() {
    Path a = Path.of("a");
    Path b = Path.of("b");
    assertThat(
            new TlsSettings(List.of(a), a, a, false)
                .and(new TlsSettings(List.of(a, b), b, b, true)))
        .isEqualTo(new TlsSettings(List.of(a, b), a, a, true));
    assertThat(TlsSettings.trusting(a).and(new TlsSettings(List.of(), b, b, false)))
        .isEqualTo(new TlsSettings(List.of(a), b, b, false));
  }
}
