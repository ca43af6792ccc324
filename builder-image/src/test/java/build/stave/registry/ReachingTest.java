package build.stave.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import build.stave.http.HttpSettings;
import build.stave.http.HttpTransport;
import build.stave.http.TestCertificates;
import build.stave.http.TestServer;
import build.stave.http.TlsSettings;
import build.stave.http.TlsTestServer;
import build.stave.oci.Descriptor;
import build.stave.oci.Digest;
import build.stave.oci.Image;
import build.stave.oci.MediaType;
import build.stave.problem.StaveException;
import build.stave.reference.ImageReference;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS, plain HTTP, certs.d, and layers kept elsewhere. */
class ReachingTest {
  private static final byte[] BLOB = "far away".getBytes(UTF_8);

  @TempDir Path folder;
  private TestCertificates certificates;
  private Path certificateFolders;

  @BeforeEach
  void prepare() throws IOException {
    certificates = new TestCertificates(folder);
    certificateFolders = Files.createDirectory(folder.resolve("certs.d"));
  }

  @FunctionalInterface
  private interface Use {
    void with(RegistryClient client) throws Exception;
  }

  private void client(Set<String> insecure, Use use) throws Exception {
    var settings =
        new RegistrySettings(
            Credentials.NONE, RegistriesConf.EMPTY, insecure, List.of(certificateFolders));
    // short, since the server in this process never answers what is no HTTP
    var http =
        new HttpSettings(
            "1",
            settings.tls(),
            List.of(),
            Map.of(),
            Duration.ofSeconds(2),
            Duration.ofMinutes(1),
            0);
    try (var transport = new HttpTransport(http, Clock.systemUTC(), duration -> {})) {
      use.with(new RegistryClient(settings, transport, Clock.systemUTC(), warning -> {}));
    }
  }

  /** 0.0.0.0 is this machine too, but not by a name that is known to be. */
  @Test
  void plainHttpIsForInsecureRegistriesOnly() throws Exception {
    Image image = TestImages.of("one");
    try (var registry = new FakeRegistry()) {
      String host = registry.authority().replace("127.0.0.1", "0.0.0.0");
      registry.putManifest("a", "1", MediaType.OCI_MANIFEST, image.manifest());
      registry.putBlob("a", image.config());
      var reference = ImageReference.parse(host + "/a:1");
      client(
          Set.of(),
          client ->
              assertThatThrownBy(() -> client.resolve(reference, TestImages.AMD64))
                  .isInstanceOf(StaveException.class)
                  .hasMessageContaining(host));
      assertThat(registry.requests()).isEmpty();
      client(
          Set.of(host),
          client ->
              assertThat(client.resolve(reference, TestImages.AMD64).manifestBytes())
                  .isEqualTo(image.manifest()));
    }
  }

  private static void manifest(HttpExchange exchange, Image image) throws IOException {
    boolean isManifest = exchange.getRequestURI().getPath().contains("/manifests/");
    exchange.getResponseHeaders().set("Content-Type", MediaType.OCI_MANIFEST);
    TestServer.answer(exchange, 200, isManifest ? image.manifest() : image.config());
  }

  @Test
  void insecureRegistriesKeepTlsWhereTheyHaveIt() throws Exception {
    Image image = TestImages.of("one");
    var keys = certificates.make("server", "dns:elsewhere");
    try (var server = new TlsTestServer(keys, null, exchange -> manifest(exchange, image))) {
      var reference =
          ImageReference.parse(server.authority().replace("localhost", "0.0.0.0") + "/a:1");
      client(
          Set.of(reference.registry()),
          client ->
              assertThat(client.resolve(reference, TestImages.AMD64).manifestBytes())
                  .isEqualTo(image.manifest()));
    }
  }

  @Test
  void thisMachineIsSpokenToEitherWay() throws Exception {
    Image image = TestImages.of("one");
    var keys = certificates.make("server", "dns:localhost");
    try (var server = new TlsTestServer(keys, null, exchange -> manifest(exchange, image))) {
      Path certs = Files.createDirectory(certificateFolders.resolve(server.authority()));
      Files.copy(certificates.file("server.pem"), certs.resolve("ca.crt"));
      var reference = ImageReference.parse(server.authority() + "/a:1");
      client(
          Set.of(),
          client ->
              assertThat(client.resolve(reference, TestImages.AMD64).manifestBytes())
                  .isEqualTo(image.manifest()));
    }
  }

  @Test
  void showsTheClientCertificateOfCertsD() throws Exception {
    Image image = TestImages.of("one");
    var keys = certificates.make("server", "dns:localhost");
    var mine = certificates.make("mine", "dns:me");
    try (var server = new TlsTestServer(keys, mine, exchange -> manifest(exchange, image))) {
      // containerd's spelling
      String name = server.authority().replace(':', '_') + "_";
      Path certs = Files.createDirectory(certificateFolders.resolve(name));
      Files.copy(certificates.file("server.pem"), certs.resolve("any.crt"));
      Files.copy(certificates.file("mine.pem"), certs.resolve("mine.cert"));
      var settings =
          new RegistrySettings(
              Credentials.NONE, RegistriesConf.EMPTY, Set.of(), List.of(certificateFolders));
      assertThatThrownBy(settings::tls).hasMessageContaining("mine.key not");
      Files.copy(certificates.file("mine.key"), certs.resolve("mine.key"));
      var reference = ImageReference.parse(server.authority() + "/a:1");
      client(
          Set.of(),
          client ->
              assertThat(client.resolve(reference, TestImages.AMD64).manifestBytes())
                  .isEqualTo(image.manifest()));
    }
  }

  @Test
  void certsDIsByHost() throws Exception {
    for (String host : List.of("a.example", "B.example:5000", "empty.example")) {
      Files.createDirectories(certificateFolders.resolve(host));
    }
    Path ca = Files.writeString(certificateFolders.resolve("a.example/ca.crt"), "");
    Path other = Files.writeString(certificateFolders.resolve("B.example:5000/x.crt"), "");
    Files.writeString(certificateFolders.resolve("B.example:5000/notes.txt"), "");
    Path second = Files.createDirectories(folder.resolve("second/a.example"));
    Files.writeString(second.resolve("ca.crt"), "");
    var found =
        CertificateFolders.scan(
            List.of(folder.resolve("missing"), certificateFolders, folder.resolve("second")));
    assertThat(found).hasSize(2);
    assertThat(found)
        .containsEntry("a.example", TlsSettings.trusting(ca))
        .containsEntry("b.example:5000", TlsSettings.trusting(other));
  }

  private static Descriptor foreign(String... urls) {
    Descriptor layer =
        Descriptor.of(
            "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip",
            Digest.of(BLOB),
            BLOB.length);
    return new Descriptor(
        layer.mediaType(), layer.digest(), layer.size(), null, List.of(urls), new TreeMap<>());
  }

  @Test
  void foreignLayersAreFetchedFromTheirAddressOverTls() throws Exception {
    var keys = certificates.make("server", "dns:localhost");
    try (var registry = new FakeRegistry();
        var server =
            new TlsTestServer(keys, null, exchange -> TestServer.answer(exchange, 200, BLOB))) {
      Path certs = Files.createDirectory(certificateFolders.resolve(server.authority()));
      Files.copy(certificates.file("server.pem"), certs.resolve("ca.crt"));
      Path file = folder.resolve("layer");
      String there = server.authority() + "/layer";
      client(
          Set.of(),
          client -> {
            Descriptor plain = foreign("http://" + there);
            assertThatThrownBy(() -> client.fetch(registry.reference("a"), plain, file))
                .hasMessageContaining("404");
            assertThat(file).doesNotExist();
            client.fetch(
                registry.reference("a"), foreign("http://" + there, "https://" + there), file);
            assertThat(file).hasBinaryContent(BLOB);
          });
    }
  }
}
