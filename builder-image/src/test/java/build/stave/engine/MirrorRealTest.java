package build.stave.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import build.stave.layout.OciLayout;
import build.stave.oci.Blob;
import build.stave.oci.Image;
import build.stave.oci.MediaType;
import build.stave.oci.Platform;
import build.stave.registry.FakeRegistry;
import build.stave.registry.RegistrySettings;
import build.stave.source.ContextSpec;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A base image whose layers a mirror delivers wrongly comes from the registry itself. */
@Tag("real")
class MirrorRealTest {
  private static final String READS = "FROM scratch\nCOPY --from=image / /\n";

  @TempDir Path folder;
  private final FakeRegistry origin = new FakeRegistry();
  private final FakeRegistry mirror = new FakeRegistry();
  private final Queue<String> warnings = new ConcurrentLinkedQueue<>();
  private LayoutBuilds plain;
  private LayoutBuilds mirrored;

  @BeforeEach
  void makeImage() throws Exception {
    plain = new LayoutBuilds(folder, folder.resolve("plain"));
    plain.build(
        "base",
        """
        FROM scratch
        COPY <<EOF /dir/one
        1
        EOF
        COPY <<EOF /dir/two
        2
        EOF
        COPY <<EOF /dir/three
        3
        EOF
        """);
    Image image = OciLayout.open(folder.resolve("base")).image("1", Platform.local());
    for (FakeRegistry registry : List.of(origin, mirror)) {
      registry.putManifest("a", "1", MediaType.OCI_MANIFEST, image.manifest());
      registry.putBlob("a", image.config());
      for (Blob layer : image.layers()) {
        registry.putBlob("a", content(layer));
      }
    }
    RegistrySettings settings = origin.mirroredBy(mirror);
    mirrored =
        new LayoutBuilds(
            folder,
            new ContextSpec.Empty(),
            Builder.open(
                TestBuilds.settings(folder.resolve("mirrored"), settings, warnings::add),
                Clock.systemUTC()));
  }

  @AfterEach
  void close() {
    plain.close();
    mirrored.close();
    origin.close();
    mirror.close();
  }

  private static byte[] content(Blob layer) throws Exception {
    try (InputStream in = layer.open()) {
      return in.readAllBytes();
    }
  }

  /** Changes what a registry delivers for the layers from the given one on. */
  private void spoil(FakeRegistry registry, int first, UnaryOperator<byte[]> change)
      throws Exception {
    List<Blob> layers =
        OciLayout.open(folder.resolve("base")).image("1", Platform.local()).layers();
    for (Blob layer : layers.subList(first, layers.size())) {
      byte[] wrong = change.apply(content(layer));
      registry.blobs.put("a@" + layer.descriptor().digest(), wrong);
    }
  }

  private LayoutBuilds.Built build() throws Exception {
    return mirrored.build(
        "from-registry", "FROM " + origin.authority() + "/a:1 AS image\n" + READS);
  }

  private static byte[] changed(byte[] archive) {
    byte[] wrong = archive.clone();
    for (int i = 0; i < wrong.length; i++) {
      wrong[i] = wrong[i] == '\n' ? (byte) ' ' : wrong[i];
    }
    return wrong;
  }

  private void assertThatTheOriginServes(int wrong) throws Exception {
    var expected = plain.build("plain", "FROM base AS image\n" + READS);
    assertThat(build().digest()).isEqualTo(expected.digest());
    assertThat(warnings).hasSize(wrong).allMatch(w -> w.contains("mirror " + mirror.authority()));
  }

  @Test
  void whereAFileIsAnother() throws Exception {
    spoil(mirror, 2, MirrorRealTest::changed);
    assertThatTheOriginServes(1);
  }

  @Test
  void whereAllLayersAreNoise() throws Exception {
    spoil(mirror, 0, archive -> new byte[archive.length]);
    assertThatTheOriginServes(3);
  }

  @Test
  void thatTheOriginIsWrongTooIsAnError() throws Exception {
    spoil(mirror, 1, MirrorRealTest::changed);
    spoil(origin, 2, MirrorRealTest::changed);
    assertThatThrownBy(this::build).hasMessageContaining("arrived with digest");
    try (Stream<Path> layers = Files.list(folder.resolve("mirrored/layers"))) {
      assertThat(layers.map(Path::toString)).noneMatch(name -> name.endsWith(".partial"));
    }
  }
}
