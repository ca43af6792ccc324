package build.stave.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import build.stave.oci.Blob;
import build.stave.oci.Descriptor;
import build.stave.oci.Digest;
import build.stave.oci.Image;
import build.stave.oci.Index;
import build.stave.oci.Json;
import build.stave.oci.MediaType;
import build.stave.oci.OciSchemas;
import build.stave.oci.Platform;
import build.stave.problem.Category;
import build.stave.problem.StaveException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OciLayoutTest {
  private static final Platform AMD64 = Platform.parse("linux/amd64");
  private static final Platform ARM64 = Platform.parse("linux/arm64");

  @TempDir Path folder;

  @Test
  void whatIsWrittenComesBack() throws IOException {
    Image image = TestImages.image("a");
    OciLayout.write(folder, image, List.of("registry.example.com/team/shop:1.0"));
    for (@Nullable String name :
        java.util.Arrays.asList(
            null,
            "1.0",
            "registry.example.com/team/shop:1.0",
            image.descriptor().digest().toString())) {
      Image read = OciLayout.open(folder).image(name, AMD64);
      assertThat(read.manifest()).as("%s", name).isEqualTo(image.manifest());
      assertThat(read.config()).isEqualTo(image.config());
      assertThat(read.descriptor()).isEqualTo(image.descriptor());
      assertThat(bytes(read.layers().getFirst())).isEqualTo(bytes(image.layers().getFirst()));
    }
    OciSchemas.assertLayout(Files.readAllBytes(folder.resolve("oci-layout")));
    OciSchemas.assertIndex(Files.readAllBytes(folder.resolve("index.json")));
    OciSchemas.assertManifest(image.manifest());
    OciSchemas.assertConfig(image.config());
  }

  @Test
  void namesAreWhatOtherToolsLookFor() throws IOException {
    Image image = TestImages.image("a");
    OciLayout.write(folder, image, List.of("shop", "shop:latest", "example.com/shop"));
    assertThat(index().manifests())
        .extracting(Descriptor::annotations)
        .containsExactly(
            new java.util.TreeMap<>(
                java.util.Map.of(
                    "io.containerd.image.name", "docker.io/library/shop:latest",
                    "org.opencontainers.image.ref.name", "latest")),
            new java.util.TreeMap<>(
                java.util.Map.of(
                    "io.containerd.image.name", "example.com/shop:latest",
                    "org.opencontainers.image.ref.name", "example.com/shop:latest")));
  }

  @Test
  void aNameMovesAndOtherNamesStay() throws IOException {
    Image old = TestImages.image("old");
    Image recent = TestImages.image("recent");
    OciLayout.write(folder, old, List.of("a:1", "a:2"));
    OciLayout.write(folder, recent, List.of("a:2"));
    OciLayout layout = OciLayout.open(folder);
    assertThat(layout.image("1", AMD64).descriptor()).isEqualTo(old.descriptor());
    assertThat(layout.image("2", AMD64).descriptor()).isEqualTo(recent.descriptor());
    assertThat(index().manifests()).hasSize(2);
    assertThatThrownBy(() -> layout.image(null, AMD64))
        .isInstanceOf(StaveException.class)
        .hasMessageContaining("it has 1, 2");
    assertThatThrownBy(() -> layout.image("3", AMD64)).hasMessageContaining("no image 3, but 1, 2");
    OciLayout.write(folder, recent, List.of("a"));
    assertThat(layout.image(null, AMD64).descriptor()).isEqualTo(recent.descriptor());
  }

  @Test
  void anImageWithoutANameIsThereOnce() throws IOException {
    Image image = TestImages.image("a");
    OciLayout.write(folder, image, List.of());
    byte[] first = Files.readAllBytes(folder.resolve("index.json"));
    OciLayout.write(folder, image, List.of());
    assertThat(Files.readAllBytes(folder.resolve("index.json"))).isEqualTo(first);
    assertThat(index().manifests()).hasSize(1);
  }

  @Test
  void theUsersPlatformIsTakenFromAnIndex() throws IOException {
    Image amd = TestImages.image("a", AMD64);
    Image arm = TestImages.image("a", ARM64);
    OciLayout.write(folder, amd, List.of());
    OciLayout.write(folder, arm, List.of());
    OciLayout layout = OciLayout.open(folder);
    assertThat(layout.image(null, ARM64).descriptor()).isEqualTo(arm.descriptor());

    Descriptor unknown =
        amd.descriptor().withPlatform(new Platform("unknown", "unknown", null, null));
    byte[] nested =
        Json.bytes(
            new Index(
                2,
                MediaType.OCI_INDEX,
                List.of(unknown, amd.descriptor(), arm.descriptor()),
                null));
    Digest digest = Digest.of(nested);
    Files.write(folder.resolve("blobs/sha256").resolve(digest.hex()), nested);
    Descriptor entry = Descriptor.of(MediaType.OCI_INDEX, digest, nested.length);
    Files.write(folder.resolve("index.json"), LayoutFiles.index(List.of(entry)));
    for (@Nullable String name : java.util.Arrays.asList(null, digest.toString())) {
      assertThat(layout.image(name, ARM64).descriptor()).isEqualTo(arm.descriptor());
      assertThat(layout.image(name, AMD64).descriptor()).isEqualTo(amd.descriptor());
    }
    assertThatThrownBy(() -> layout.image(null, Platform.parse("linux/s390x")))
        .isInstanceOf(StaveException.class)
        .hasMessageContaining("no image for linux/s390x")
        .hasMessageContaining("linux/amd64, linux/arm64");
    Files.write(folder.resolve("index.json"), LayoutFiles.index(List.of()));
    assertThat(layout.image(digest.toString(), ARM64).descriptor()).isEqualTo(arm.descriptor());
  }

  @Test
  void damageIsFound() throws IOException {
    Image image = TestImages.image("a");
    OciLayout.write(folder, image, List.of());
    OciLayout layout = OciLayout.open(folder);

    Path layer = blob(image.layers().getFirst().descriptor());
    byte[] good = Files.readAllBytes(layer);
    byte[] bad = good.clone();
    bad[20] ^= 1;
    Files.write(layer, bad);
    Image read = layout.image(null, AMD64);
    assertThatThrownBy(() -> bytes(read.layers().getFirst()))
        .isInstanceOfSatisfying(
            StaveException.class, e -> assertThat(e.problem().category()).isEqualTo(Category.USER))
        .hasMessageContaining("is damaged");
    assertThatThrownBy(() -> read.layers().getFirst().content().open())
        .as("before the first byte, also for those who do not verify what they read")
        .hasMessageContaining("is damaged");
    Files.write(layer, new byte[good.length + 1]);
    assertThatThrownBy(() -> bytes(read.layers().getFirst())).hasMessageContaining("is damaged");
    assertThatThrownBy(() -> layout.image(null, AMD64)).hasMessageContaining("instead of");
    Files.delete(layer);
    assertThatThrownBy(() -> layout.image(null, AMD64)).hasMessageContaining("has no blob");

    Path manifest = blob(image.descriptor());
    byte[] changed = Files.readAllBytes(manifest);
    changed[changed.length - 2] ^= 1;
    Files.write(manifest, changed);
    assertThatThrownBy(() -> layout.image(null, AMD64)).hasMessageContaining("digest");
  }

  @Test
  void aBlobThatIsNotWhatItSaysIsNotStored() throws IOException {
    Image image = TestImages.image("a");
    Blob layer = image.layers().getFirst();
    var lying = new Blob(layer.descriptor(), () -> new ByteArrayInputStream(new byte[5]));
    var broken = new Image(image.descriptor(), image.manifest(), image.config(), List.of(lying));
    assertThatThrownBy(() -> OciLayout.write(folder, broken, List.of()))
        .isInstanceOf(StaveException.class);
    assertThat(folder.resolve("index.json")).doesNotExist();
    try (Stream<Path> files = Files.list(folder.resolve("blobs/sha256"))) {
      assertThat(files).noneMatch(file -> file.getFileName().toString().contains("tmp"));
    }
  }

  @Test
  void aDamagedBlobIsRepairedByWritingTheImageAgain() throws IOException {
    Image image = TestImages.image("a");
    OciLayout.write(folder, image, List.of());
    Path layer = blob(image.layers().getFirst().descriptor());
    byte[] good = Files.readAllBytes(layer);
    Files.write(layer, new byte[good.length]);
    OciLayout.write(folder, image, List.of());
    assertThat(layer).hasBinaryContent(good);
  }

  @Test
  void aFolderThatIsNoLayoutIsSaidToBeNone() {
    assertThatThrownBy(() -> OciLayout.open(folder)).hasMessageContaining("no OCI image layout");
  }

  private Index index() throws IOException {
    return Json.read(Files.readAllBytes(folder.resolve("index.json")), Index.class);
  }

  private Path blob(Descriptor descriptor) {
    return folder.resolve(LayoutFiles.path(descriptor.digest()));
  }

  private static byte[] bytes(Blob blob) throws IOException {
    try (InputStream in = blob.open()) {
      return in.readAllBytes();
    }
  }
}
