package build.stave.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import build.stave.archive.Change;
import build.stave.archive.Entry;
import build.stave.layer.LayerCompression;
import build.stave.layer.LayerWriter;
import build.stave.layout.DockerArchive;
import build.stave.layout.OciArchive;
import build.stave.layout.OciLayout;
import build.stave.linux.Mounts;
import build.stave.oci.Blob;
import build.stave.oci.Descriptor;
import build.stave.oci.Digest;
import build.stave.oci.Image;
import build.stave.oci.ImageBuilder;
import build.stave.oci.ImageConfig;
import build.stave.oci.MediaType;
import build.stave.oci.Platform;
import build.stave.problem.Category;
import build.stave.problem.StaveException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that becomes full is the machine's problem, is said so, and leaves no half files. */
@Tag("real")
class FullDiskRealTest {
  private static final byte[] CONTENT = new byte[3_000_000];

  @TempDir Path folder;
  private Path small;

  @BeforeEach
  void mount() throws IOException {
    new Random(1).nextBytes(CONTENT);
    small = Files.createDirectory(folder.resolve("small"));
    Mounts.tmpfs(small.toString(), "size=1m");
  }

  @AfterEach
  void unmount() throws IOException {
    Mounts.unmount(small.toString());
  }

  @Test
  void layers() throws IOException {
    Path file = Files.write(folder.resolve("content"), CONTENT);
    Change put =
        new Change.Put(
            new Entry(
                "f", Entry.Kind.FILE, 0644, 0, 0, CONTENT.length, 1, "", 0, 0, new TreeMap<>()),
            file.toString());
    for (LayerCompression compression :
        List.of(LayerCompression.GZIP, LayerCompression.ZSTD, LayerCompression.NONE)) {
      var writer = new LayerWriter(compression, 2);
      assertFull("write a layer", () -> writer.write(sink -> sink.accept(put), small));
    }
    assertThat(files()).isEmpty();
  }

  @Test
  void layouts() throws IOException {
    Image image = image();
    assertFull("write the OCI layout", () -> OciLayout.write(small, image, List.of("a:1")));
    // The small blobs before the large one are whole, and of use to the next attempt.
    for (Path file : files()) {
      assertThat(Digest.of(Files.readAllBytes(file)).hex())
          .isEqualTo(file.getFileName().toString());
    }
  }

  @Test
  void archives() throws IOException {
    Image image = image();
    Path file = Files.writeString(small.resolve("image.tar"), "the one before");
    assertFull(
        "write " + file,
        () -> AtomicFile.write(file, out -> OciArchive.write(out, image, List.of("a:1"))));
    assertFull(
        "write " + file,
        () -> AtomicFile.write(file, out -> DockerArchive.write(out, image, List.of("a:1"))));
    assertThat(file).hasContent("the one before");
    assertThat(files()).containsExactly(file);
  }

  private void assertFull(String doing, ThrowingCallable work) {
    assertThatThrownBy(work)
        .isInstanceOfSatisfying(
            StaveException.class,
            e -> assertThat(e.problem().category()).isEqualTo(Category.ENVIRONMENT))
        .hasMessageContaining(doing)
        .hasMessageContaining("no space is left on the disk of " + small);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(small)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private static Image image() {
    Descriptor layer = Descriptor.of(MediaType.OCI_LAYER, Digest.of(CONTENT), CONTENT.length);
    return ImageBuilder.build(
        ImageConfig.scratch(Platform.parse("linux/amd64")),
        List.of(),
        List.of(
            new ImageBuilder.Layer(
                new Blob(layer, () -> new ByteArrayInputStream(CONTENT)), layer.digest())),
        List.of(new ImageConfig.History("1970-01-01T00:00:00Z", "COPY f /", null, null, false)),
        "1970-01-01T00:00:00Z",
        Map.of());
  }
}
