package build.stave.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import build.stave.http.HttpSettings;
import build.stave.http.HttpTransport;
import build.stave.http.TestServer;
import build.stave.oci.Descriptor;
import build.stave.oci.Digest;
import build.stave.oci.Image;
import build.stave.oci.Index;
import build.stave.oci.Json;
import build.stave.oci.MediaType;
import build.stave.oci.Platform;
import build.stave.reference.ImageReference;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PullTest {
  private static final byte[] BLOB = "x".repeat(300_000).getBytes(UTF_8);
  private static final Descriptor LAYER =
      Descriptor.of(MediaType.OCI_LAYER, Digest.of(BLOB), BLOB.length);

  @TempDir Path folder;
  private final FakeRegistry registry = new FakeRegistry();
  private final HttpTransport transport =
      new HttpTransport(HttpSettings.of("1", Map.of()), Clock.systemUTC(), duration -> {});
  private final RegistryClient client =
      new RegistryClient(
          RegistrySettings.of(Credentials.NONE), transport, Clock.systemUTC(), warning -> {});

  @AfterEach
  void close() {
    transport.close();
    registry.close();
  }

  private void store(Image image, String tag) {
    registry.putManifest("a", tag, MediaType.OCI_MANIFEST, image.manifest());
    registry.putBlob("a", image.config());
  }

  @Test
  void resolvesAManifest() throws Exception {
    Image image = TestImages.of("one");
    store(image, "1");
    RemoteImage found = client.resolve(registry.reference("a:1"), TestImages.AMD64);
    assertThat(found.pinned())
        .isEqualTo(registry.reference("a").withDigest(image.descriptor().digest()));
    assertThat(found.manifestBytes()).isEqualTo(image.manifest());
    assertThat(found.config()).isEqualTo(image.configValue());
  }

  @Test
  void choosesFromAnIndex() throws Exception {
    Image v6 = TestImages.of(Platform.parse("linux/arm/v6"), List.of());
    Image v7 = TestImages.of(Platform.parse("linux/arm/v7"), List.of(BLOB));
    Image amd64 = TestImages.of();
    List.of(v6, v7, amd64).forEach(image -> store(image, ""));
    byte[] index =
        Json.bytes(
            new Index(
                2,
                MediaType.OCI_INDEX,
                List.of(v6.descriptor(), v7.descriptor(), amd64.descriptor()),
                null));
    registry.putManifest("a", "1", MediaType.OCI_INDEX, index);
    RemoteImage found = client.resolve(registry.reference("a:1"), Platform.parse("linux/arm/v7"));
    assertThat(found.manifestDescriptor()).isEqualTo(v7.descriptor());
    assertThat(found.pinned().digest()).isEqualTo(Digest.of(index));
    assertThatThrownBy(
            () -> client.resolve(registry.reference("a:1"), Platform.parse("linux/s390x")))
        .hasMessageContaining("there is no image for linux/s390x; there are linux/arm/v6");
  }

  @Test
  void refusesAManifestOfAnotherDigest() {
    Image image = TestImages.of("one");
    store(image, "1");
    registry.manifests.replaceAll(
        (_, stored) -> new FakeRegistry.Stored(stored.mediaType(), TestImages.of().manifest()));
    var pinned = registry.reference("a").withDigest(image.descriptor().digest());
    assertThatThrownBy(() -> client.resolve(pinned, TestImages.AMD64))
        .hasMessageContaining("instead of " + image.descriptor().digest());
  }

  @Test
  void refusesSchemaOne() {
    registry.putManifest(
        "a",
        "1",
        "application/vnd.docker.distribution.manifest.v1+prettyjws",
        "{\"schemaVersion\":1,\"fsLayers\":[]}".getBytes(UTF_8));
    assertThatThrownBy(() -> client.resolve(registry.reference("a:1"), TestImages.AMD64))
        .hasMessageContaining("schema 1");
  }

  @Test
  void saysWhatIsMissing() {
    assertThatThrownBy(() -> client.resolve(registry.reference("a:1"), TestImages.AMD64))
        .hasMessageContaining("404 (not found): MANIFEST_UNKNOWN told so");
  }

  @Test
  void fetchesAVerifiedBlob() throws Exception {
    registry.putBlob("a", BLOB);
    Path file = folder.resolve("blob");
    client.fetch(registry.reference("a"), LAYER, file);
    assertThat(file).hasBinaryContent(BLOB);
  }

  @Test
  void goesOnAfterACut() throws Exception {
    registry.putBlob("a", BLOB);
    var cuts = new AtomicInteger();
    registry.interceptor =
        exchange -> {
          if (!exchange.getRequestURI().getPath().contains("/blobs/")) {
            return false;
          }
          String range = exchange.getRequestHeaders().getFirst("Range");
          int from =
              range == null ? 0 : Integer.parseInt(range.replaceAll("bytes=([0-9]+)-", "$1"));
          int to = cuts.incrementAndGet() < 3 ? from + 100_000 : BLOB.length;
          if (range != null) {
            exchange
                .getResponseHeaders()
                .set(
                    "Content-Range", "bytes " + from + "-" + (BLOB.length - 1) + "/" + BLOB.length);
          }
          exchange.sendResponseHeaders(range == null ? 200 : 206, BLOB.length - from);
          exchange.getResponseBody().write(Arrays.copyOfRange(BLOB, from, to));
          return true;
        };
    Path file = folder.resolve("blob");
    client.fetch(registry.reference("a"), LAYER, file);
    assertThat(file).hasBinaryContent(BLOB);
    assertThat(cuts).hasValue(3);
    cuts.set(0);
    try (InputStream in = client.open(registry.reference("a"), LAYER)) {
      assertThat(in).hasBinaryContent(BLOB);
    }
    assertThat(cuts).hasValue(3);
  }

  @Test
  void aStreamEndsInWhatIsWrongWithIt() throws Exception {
    byte[] wrong = BLOB.clone();
    wrong[7] = 'y';
    registry.blobs.put("a@" + LAYER.digest(), wrong);
    try (InputStream in = client.open(registry.reference("a"), LAYER)) {
      assertThat(in.readNBytes(BLOB.length)).isEqualTo(wrong);
      assertThatThrownBy(in::read).hasMessageContaining("arrived with digest " + Digest.of(wrong));
    }
    assertThatThrownBy(() -> client.open(registry.reference("missing"), LAYER))
        .hasMessageContaining("BLOB_UNKNOWN");
  }

  @Test
  void refusesABlobOfAnotherDigestAndLeavesNoFile() {
    byte[] wrong = BLOB.clone();
    wrong[7] = 'y';
    registry.blobs.put("a@" + LAYER.digest(), wrong);
    Path file = folder.resolve("blob");
    assertThatThrownBy(() -> client.fetch(registry.reference("a"), LAYER, file))
        .hasMessageContaining("arrived with digest " + Digest.of(wrong));
    assertThat(Files.exists(file)).isFalse();
  }

  @Test
  void refusesTruncatedAndOversizedBlobs() {
    Path file = folder.resolve("blob");
    registry.blobs.put("a@" + LAYER.digest(), Arrays.copyOf(BLOB, 10));
    assertThatThrownBy(() -> client.fetch(registry.reference("a"), LAYER, file))
        .hasMessageContaining("breaks off after");
    registry.blobs.put("a@" + LAYER.digest(), Arrays.copyOf(BLOB, BLOB.length + 1));
    assertThatThrownBy(() -> client.fetch(registry.reference("a"), LAYER, file))
        .hasMessageContaining("larger than the 300000 bytes");
  }

  @Test
  void mirrorsComeFirstAndMayFail() throws Exception {
    Image image = TestImages.of("one");
    store(image, "1");
    Path conf = folder.resolve("registries.conf");
    Files.writeString(
        conf,
        """
        [[registry]]
        prefix = "registry.invalid/team"
        location = "registry.invalid/team"
        [[registry.mirror]]
        location = "%s/missing"
        [[registry.mirror]]
        location = "%s"
        """
            .formatted(registry.authority(), registry.authority()));
    var settings =
        new RegistrySettings(
            Credentials.NONE, RegistriesConf.read(List.of(conf)), Set.of(), List.of());
    var mirrored = new RegistryClient(settings, transport, Clock.systemUTC(), warning -> {});
    var reference = ImageReference.parse("registry.invalid/team/a:1");
    RemoteImage found = mirrored.resolve(reference, TestImages.AMD64);
    assertThat(found.pinned()).isEqualTo(reference.withDigest(image.descriptor().digest()));
    assertThatThrownBy(() -> mirrored.push(image, reference, List.of(), MountHints.NONE))
        .hasMessageContaining("registry.invalid");
    assertThatThrownBy(
            () ->
                mirrored.resolve(
                    ImageReference.parse("registry.invalid/team/a:2"), TestImages.AMD64))
        .hasMessageContaining("registry.invalid")
        .hasMessageContaining("before it mirror " + registry.authority());
  }

  @Test
  void aMirrorThatIsWrongAboutABlobIsNotAskedForItAgain() throws Exception {
    byte[] wrong = BLOB.clone();
    wrong[7] = 'y';
    List<String> warnings = new ArrayList<>();
    registry.putBlob("a", BLOB);
    try (var mirror = new FakeRegistry()) {
      mirror.blobs.put("a@" + LAYER.digest(), wrong);
      RegistrySettings settings = registry.mirroredBy(mirror);
      var mirrored = new RegistryClient(settings, transport, Clock.systemUTC(), warnings::add);
      try (InputStream in = mirrored.open(registry.reference("a"), LAYER)) {
        assertThatThrownBy(in::readAllBytes).hasMessageContaining("arrived with digest");
      }
      assertThat(mirrored.mirrorFaults()).isEqualTo(1);
      assertThat(warnings)
          .singleElement()
          .asString()
          .contains("mirror " + mirror.authority(), Digest.of(wrong).toString());
      try (InputStream in = mirrored.open(registry.reference("a"), LAYER)) {
        assertThat(in).hasBinaryContent(BLOB);
      }
      registry.blobs.put("a@" + LAYER.digest(), wrong);
      try (InputStream in = mirrored.open(registry.reference("a"), LAYER)) {
        assertThatThrownBy(in::readAllBytes).hasMessageContaining("arrived with digest");
      }
      assertThat(mirrored.mirrorFaults()).isEqualTo(1);
    }
  }

  @Test
  void tokensAreForScopesAndRenewed() throws Exception {
    Image image = TestImages.of("one");
    var tokens = new AtomicInteger();
    registry.interceptor =
        exchange -> {
          if (exchange.getRequestURI().getPath().equals("/token")) {
            assertThat(FakeRegistry.query(exchange).get("scope"))
                .isEqualTo("repository:a:pull,push");
            TestServer.answer(
                exchange,
                200,
                ("{\"access_token\":\"t" + tokens.incrementAndGet() + "\"}").getBytes(UTF_8));
            return true;
          }
          String authorization = exchange.getRequestHeaders().getFirst("Authorization");
          // Behind all blobs, so that nobody else has just got the same token.
          boolean last = exchange.getRequestURI().getPath().contains("/manifests/");
          if (authorization == null || (last && authorization.equals("Bearer t1"))) {
            FakeRegistry.challenge(
                exchange,
                "Bearer realm=\""
                    + registry.uri("/token")
                    + "\",service=\"s\",scope=\"repository:a:pull\"");
            return true;
          }
          return false;
        };
    assertThat(
            client.push(image, registry.reference("a:1"), List.of(), MountHints.NONE).blobsSent())
        .isEqualTo(2);
    assertThat(tokens).hasValue(2);
  }
}
