package build.stave.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import build.stave.http.HttpSettings;
import build.stave.http.HttpTransport;
import build.stave.http.TlsSettings;
import build.stave.oci.Descriptor;
import build.stave.oci.Digest;
import build.stave.oci.Image;
import build.stave.reference.ImageReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("real")
class RealRegistryTest {
  @TempDir Path folder;
  private RealRegistry registry;

  @BeforeEach
  void start() throws Exception {
    registry = new RealRegistry(Files.createDirectory(folder.resolve("registry")));
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  @FunctionalInterface
  private interface Use {
    void with(RegistryClient client) throws Exception;
  }

  private void client(Map<String, TlsSettings> tls, String password, Use use) throws Exception {
    Path file = registry.credentials(folder.resolve("config.json"), password);
    var http = HttpSettings.of("1", Map.of()).withTls(tls);
    try (var transport = new HttpTransport(http, Clock.systemUTC(), duration -> {})) {
      var settings = RegistrySettings.of(Credentials.of(List.of(file)));
      use.with(new RegistryClient(settings, transport, Clock.systemUTC(), warning -> {}));
    }
  }

  private Map<String, TlsSettings> trusted() {
    return Map.of(registry.host(), TlsSettings.trusting(registry.authority()));
  }

  @Test
  void pushesMountsAndPulls() throws Exception {
    Image image = TestImages.of("one", "two");
    client(
        trusted(),
        RealRegistry.PASSWORD,
        client -> {
          var first = registry.reference("a/b:1");
          assertThat(client.push(image, first, List.of("2"), MountHints.NONE).blobsSent())
              .isEqualTo(3);
          PushReport again = client.push(image, first, List.of(), MountHints.NONE);
          assertThat(again.bytesSent()).isZero();
          assertThat(again.blobsPresent()).isEqualTo(3);
          var hints = new HashMap<Digest, List<ImageReference>>();
          image.layers().forEach(layer -> hints.put(layer.descriptor().digest(), List.of(first)));
          PushReport second =
              client.push(image, registry.reference("c:1"), List.of(), new MountHints(hints));
          assertThat(second.blobsMounted()).isEqualTo(2);
          RemoteImage pulled = client.resolve(registry.reference("c:1"), TestImages.AMD64);
          assertThat(pulled.manifestBytes()).isEqualTo(image.manifest());
          Descriptor layer = pulled.manifest().layers().getFirst();
          client.fetch(pulled.pinned(), layer, folder.resolve("layer"));
          assertThat(folder.resolve("layer")).hasContent("one");
        });
    assertThat(skopeoDigest("c:1")).isEqualTo(image.descriptor().digest().toString());
  }

  private String skopeoDigest(String name) throws Exception {
    Path copy = folder.resolve("copy");
    Path certs = Files.createDirectory(folder.resolve("certs"));
    Files.copy(registry.authority(), certs.resolve("ca.crt"));
    Process skopeo =
        new ProcessBuilder(
                "skopeo",
                "copy",
                "--src-cert-dir=" + certs,
                "--src-creds=" + RealRegistry.USER + ":" + RealRegistry.PASSWORD,
                "docker://" + registry.reference(name),
                "dir:" + copy)
            .redirectErrorStream(true)
            .start();
    var output = new String(skopeo.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(skopeo.waitFor()).as(output).isZero();
    return Digest.of(Files.readAllBytes(copy.resolve("manifest.json"))).toString();
  }

  @Test
  void explainsWhatIsWrong() throws Exception {
    var image = registry.reference("a:1");
    client(
        trusted(),
        RealRegistry.PASSWORD,
        client ->
            assertThatThrownBy(() -> client.resolve(image, TestImages.AMD64))
                .hasMessageContaining("MANIFEST_UNKNOWN"));
    client(
        trusted(),
        "wrong",
        client ->
            assertThatThrownBy(() -> client.resolve(image, TestImages.AMD64))
                .hasMessageContaining("refused the user name or password"));
    client(
        Map.of(),
        RealRegistry.PASSWORD,
        client ->
            assertThatThrownBy(() -> client.resolve(image, TestImages.AMD64))
                .hasMessageContaining("signed by no authority known here"));
  }
}
