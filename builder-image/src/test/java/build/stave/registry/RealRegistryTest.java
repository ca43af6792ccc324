package build.stave.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import build.stave.http.HttpSettings;
import build.stave.http.HttpTransport;
import build.stave.http.TlsSettings;
import build.stave.oci.Blob;
import build.stave.oci.Descriptor;
import build.stave.oci.Digest;
import build.stave.oci.Image;
import build.stave.oci.ImageConfig;
import build.stave.oci.Index;
import build.stave.oci.Json;
import build.stave.oci.Manifest;
import build.stave.oci.MediaType;
import build.stave.oci.Platform;
import build.stave.reference.ImageReference;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("real")
class RealRegistryTest {
  private static final Platform AMD64 = TestImages.AMD64;

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

  private static byte[] layer(Map<String, String> files, boolean compressed) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(compressed ? new GZIPOutputStream(bytes) : bytes)) {
      for (Map.Entry<String, String> file : files.entrySet()) {
        byte[] content = file.getValue().getBytes(UTF_8);
        var entry = new TarArchiveEntry(file.getKey());
        entry.setSize(content.length);
        entry.setMode(0640);
        entry.setModTime(0);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  /** An image that can be unpacked. */
  private static Image image(List<Map<String, String>> layers) throws IOException {
    var blobs = new ArrayList<Blob>();
    var diffIds = new ArrayList<Digest>();
    for (Map<String, String> files : layers) {
      byte[] blob = layer(files, true);
      diffIds.add(Digest.of(layer(files, false)));
      blobs.add(
          new Blob(
              Descriptor.of(MediaType.OCI_LAYER_GZIP, Digest.of(blob), blob.length),
              () -> new ByteArrayInputStream(blob)));
    }
    byte[] config = Json.bytes(ImageConfig.scratch(AMD64).withLayers(null, diffIds, List.of()));
    byte[] manifest =
        Json.bytes(
            new Manifest(
                2,
                MediaType.OCI_MANIFEST,
                Descriptor.of(MediaType.OCI_CONFIG, Digest.of(config), config.length),
                blobs.stream().map(Blob::descriptor).toList(),
                null));
    Descriptor descriptor =
        Descriptor.of(MediaType.OCI_MANIFEST, Digest.of(manifest), manifest.length);
    return new Image(descriptor, manifest, config, blobs);
  }

  /** What the registry itself noted since a line of its log, of one method. */
  private long noted(int from, String start) throws IOException {
    return registry.accesses().stream().skip(from).filter(line -> line.contains(start)).count();
  }

  @Test
  void sendsOnceThenNothingThenMounts() throws Exception {
    Image image = TestImages.of("one", "two");
    client(
        trusted(),
        RealRegistry.PASSWORD,
        client -> {
          var first = registry.reference("a/b:1");
          PushReport sent = client.push(image, first, List.of("2"), MountHints.NONE);
          assertThat(sent.blobsSent()).isEqualTo(3);
          assertThat(sent.bytesSent()).isEqualTo(6L + image.config().length);
          assertThat(noted(0, "\"PUT /v2/a/b/blobs/uploads/")).isEqualTo(3);
          assertThat(noted(0, "\"PUT /v2/a/b/manifests/")).isEqualTo(2);

          int mark = registry.accesses().size();
          PushReport again = client.push(image, first, List.of(), MountHints.NONE);
          assertThat(again).isEqualTo(new PushReport(image.descriptor().digest(), 0, 0, 0, 3));
          assertThat(noted(mark, "/blobs/uploads/")).isZero();
          assertThat(noted(mark, "\"HEAD /v2/a/b/blobs/")).isGreaterThanOrEqualTo(3);

          int second = registry.accesses().size();
          var hints = new HashMap<Digest, List<ImageReference>>();
          image.layers().forEach(layer -> hints.put(layer.descriptor().digest(), List.of(first)));
          PushReport mounted =
              client.push(image, registry.reference("c:1"), List.of(), new MountHints(hints));
          assertThat(mounted.blobsMounted()).isEqualTo(2);
          assertThat(noted(second, "&from=a/b")).isGreaterThanOrEqualTo(2);
          // the configuration alone
          assertThat(noted(second, "\"PUT /v2/c/blobs/uploads/")).isEqualTo(1);
        });
  }

  @Test
  void isReadByOthers() throws Exception {
    Image image =
        image(
            List.of(
                Map.of("one", "first", "both", "lower"), Map.of("two", "second", "both", "upper")));
    client(
        trusted(),
        RealRegistry.PASSWORD,
        client -> {
          client.push(image, registry.reference("team/shop:1"), List.of(), MountHints.NONE);
          // what came back is what went out
          RemoteImage byTag = client.resolve(registry.reference("team/shop:1"), AMD64);
          RemoteImage byDigest = client.resolve(byTag.pinned(), AMD64);
          assertThat(byTag.pinned().digest()).isEqualTo(image.descriptor().digest());
          assertThat(byDigest.manifestBytes()).isEqualTo(image.manifest());
          Path blob = folder.resolve("layer");
          for (Blob layer : image.layers()) {
            client.fetch(byTag.pinned(), layer.descriptor(), blob);
            assertThat(Digest.of(Files.readAllBytes(blob))).isEqualTo(layer.descriptor().digest());
          }
        });
    String layout = folder.resolve("layout").toString();
    skopeo("copy", "docker://" + registry.reference("team/shop:1"), "oci:" + layout + ":it");
    Index index = Json.read(Files.readAllBytes(folder.resolve("layout/index.json")), Index.class);
    assertThat(index.manifests())
        .extracting(Descriptor::digest)
        .containsExactly(image.descriptor().digest());
    Path bundle = folder.resolve("bundle");
    run("umoci", "unpack", "--rootless", "--image", layout + ":it", bundle.toString());
    assertThat(tree(bundle.resolve("rootfs")))
        .isEqualTo(Map.of("one", "first", "two", "second", "both", "upper"));
  }

  private static Map<String, String> tree(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .collect(
              Collectors.toMap(
                  file -> root.relativize(file).toString(),
                  file -> {
                    try {
                      return Files.readString(file);
                    } catch (IOException e) {
                      throw new UncheckedIOException(e);
                    }
                  }));
    }
  }

  @Test
  void choosesFromAnIndexThatTheRegistryTook() throws Exception {
    Image amd64 = TestImages.of(AMD64, List.of("amd".getBytes(UTF_8)));
    Image arm64 = TestImages.of(Platform.parse("linux/arm64"), List.of("arm".getBytes(UTF_8)));
    byte[] index =
        Json.bytes(
            new Index(
                2, MediaType.OCI_INDEX, List.of(amd64.descriptor(), arm64.descriptor()), null));
    client(
        trusted(),
        RealRegistry.PASSWORD,
        client -> {
          for (Image image : List.of(amd64, arm64)) {
            // by digest alone, with no tag
            var target = registry.reference("multi").withDigest(image.descriptor().digest());
            client.push(image, target, List.of(), MountHints.NONE);
          }
          put("/v2/multi/manifests/1", MediaType.OCI_INDEX, index);
          for (Image image : List.of(amd64, arm64)) {
            Platform platform = Platform.parse("linux/" + image.configValue().architecture());
            RemoteImage found = client.resolve(registry.reference("multi:1"), platform);
            assertThat(found.manifestBytes()).isEqualTo(image.manifest());
            assertThat(found.pinned().digest()).isEqualTo(Digest.of(index));
            assertThat(client.resolve(found.pinned(), platform).manifestBytes())
                .isEqualTo(image.manifest());
          }
          assertThatThrownBy(
                  () ->
                      client.resolve(registry.reference("multi:1"), Platform.parse("linux/s390x")))
              .hasMessageContaining("there are linux/amd64, linux/arm64");
          assertThatThrownBy(() -> client.resolve(registry.reference("multi:latest"), AMD64))
              .hasMessageContaining("MANIFEST_UNKNOWN");
        });
  }

  private void put(String path, String type, byte[] content) throws Exception {
    run(
        "curl",
        "-fsS",
        "--cacert",
        registry.authority().toString(),
        "-u",
        RealRegistry.USER + ":" + RealRegistry.PASSWORD,
        "-X",
        "PUT",
        "-H",
        "Content-Type: " + type,
        "--data-binary",
        "@" + Files.write(folder.resolve("sent"), content),
        "https://" + registry.host() + path);
  }

  private void skopeo(String... arguments) throws Exception {
    Path certs = Files.createDirectories(folder.resolve("certs"));
    Files.write(certs.resolve("ca.crt"), Files.readAllBytes(registry.authority()));
    var command = new ArrayList<>(List.of("skopeo", arguments[0]));
    command.add("--src-cert-dir=" + certs);
    command.add("--src-creds=" + RealRegistry.USER + ":" + RealRegistry.PASSWORD);
    command.addAll(List.of(arguments).subList(1, arguments.length));
    run(command.toArray(String[]::new));
  }

  private static void run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }

  @Test
  void explainsWhatIsWrong() throws Exception {
    var image = registry.reference("a:1");
    client(
        trusted(),
        RealRegistry.PASSWORD,
        client ->
            assertThatThrownBy(() -> client.resolve(image, AMD64))
                .hasMessageContaining("MANIFEST_UNKNOWN"));
    client(
        trusted(),
        "wrong",
        client ->
            assertThatThrownBy(() -> client.resolve(image, AMD64))
                .hasMessageContaining("refused the user name or password"));
    client(
        Map.of(),
        RealRegistry.PASSWORD,
        client ->
            assertThatThrownBy(() -> client.resolve(image, AMD64))
                .hasMessageContaining("signed by no authority known here"));
  }
}
