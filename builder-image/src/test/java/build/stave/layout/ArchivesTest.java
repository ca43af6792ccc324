package build.stave.layout;

import static org.assertj.core.api.Assertions.assertThat;

import build.stave.oci.Blob;
import build.stave.oci.Digest;
import build.stave.oci.Image;
import build.stave.oci.MediaType;
import build.stave.oci.OciSchemas;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class ArchivesTest {
  @Test
  void anOciArchiveIsALayout() throws IOException {
    Image image = TestImages.image("a");
    var out = new ByteArrayOutputStream();
    OciArchive.write(out, image, List.of("shop:1"));
    var again = new ByteArrayOutputStream();
    OciArchive.write(again, image, List.of("shop:1"));
    assertThat(again.toByteArray()).isEqualTo(out.toByteArray());

    Map<String, byte[]> files = files(out.toByteArray());
    assertThat(files.keySet())
        .startsWith("blobs/", "blobs/sha256/")
        .endsWith("index.json", "oci-layout")
        .hasSize(7);
    files.forEach(
        (path, content) -> {
          if (path.startsWith("blobs/sha256/") && !path.endsWith("/")) {
            assertThat(path).endsWith(Digest.of(content).hex());
          }
        });
    OciSchemas.assertIndex(files.getOrDefault("index.json", new byte[0]));
    OciSchemas.assertLayout(files.getOrDefault("oci-layout", new byte[0]));
  }

  @Test
  void aDockerArchiveNamesTheSameBlobsAsDockerSaysThem() throws IOException {
    Image image = TestImages.image("a");
    var out = new ByteArrayOutputStream();
    DockerArchive.write(
        out, image, List.of("docker.io/library/shop", "example.com/shop:2", "shop"));
    Map<String, byte[]> files = files(out.toByteArray());
    String config = "blobs/sha256/" + Digest.of(image.config()).hex();
    String layer = "blobs/sha256/" + image.layers().getFirst().descriptor().digest().hex();
    assertThat(files).containsKeys(config, layer, "index.json", "oci-layout");
    assertThat(new String(files.getOrDefault("manifest.json", new byte[0]), StandardCharsets.UTF_8))
        .isEqualTo(
            "[{\"Config\":\""
                + config
                + "\",\"RepoTags\":[\"shop:latest\",\"example.com/shop:2\"],\"Layers\":[\""
                + layer
                + "\"]}]");
  }

  @Test
  void whatAnOldDockerCannotLoadIsSaid() throws IOException {
    Image image = TestImages.image("a");
    assertThat(DockerArchive.warning(image)).isEmpty();
    Blob layer = image.layers().getFirst();
    var zstd =
        new Blob(layer.descriptor().withMediaType(MediaType.OCI_LAYER_ZSTD), layer.content());
    assertThat(
            DockerArchive.warning(
                new Image(image.descriptor(), image.manifest(), image.config(), List.of(zstd))))
        .get(InstanceOfAssertFactories.STRING)
        .contains("Docker before 23");
  }

  private static Map<String, byte[]> files(byte[] tar) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    try (var in = new TarArchiveInputStream(new ByteArrayInputStream(tar))) {
      for (TarArchiveEntry e = in.getNextEntry(); e != null; e = in.getNextEntry()) {
        files.put(e.getName(), in.readAllBytes());
      }
    }
    return files;
  }
}
