package build.stave.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class ImageBuilderTest {
  private static final ImageConfig SCRATCH = ImageConfig.scratch(Platform.parse("linux/amd64"));
  private static final String TIME = "2026-01-02T03:04:05Z";

  @Test
  void layersAndHistoryFollowTheBases() {
    Digest base = Digest.of("base");
    ImageConfig config = SCRATCH.withLayers(TIME, List.of(base), List.of(entry("ADD base", false)));
    Image image =
        ImageBuilder.build(
            config,
            List.of(blob("base.gz", MediaType.DOCKER_LAYER_GZIP)),
            List.of(
                new ImageBuilder.Layer(blob("new.gz", MediaType.OCI_LAYER_ZSTD), Digest.of("new"))),
            List.of(entry("RUN x", false), entry("CMD y", true)),
            TIME,
            Map.of("b", "2", "a", "1"));
    assertThat(image.configValue().rootfs().diffIds()).containsExactly(base, Digest.of("new"));
    assertThat(image.configValue().history())
        .extracting(ImageConfig.History::createdBy)
        .containsExactly("ADD base", "RUN x", "CMD y");
    Manifest manifest = image.manifestValue();
    assertThat(manifest.mediaType()).isEqualTo(MediaType.OCI_MANIFEST);
    assertThat(manifest.layers())
        .extracting(Descriptor::mediaType)
        .containsExactly(MediaType.OCI_LAYER_GZIP, MediaType.OCI_LAYER_ZSTD);
    assertThat(manifest.layers()).isEqualTo(image.layers().stream().map(Blob::descriptor).toList());
    assertThat(manifest.annotations()).containsExactly(Map.entry("a", "1"), Map.entry("b", "2"));
    assertThat(manifest.config().digest()).isEqualTo(Digest.of(image.config()));
    assertThat(image.descriptor().digest()).isEqualTo(Digest.of(image.manifest()));
    assertThat(image.descriptor().size()).isEqualTo(image.manifest().length);
    assertThat(image.descriptor().platform()).isEqualTo(Platform.parse("linux/amd64"));
    OciSchemas.assertConfig(image.config());
    OciSchemas.assertManifest(image.manifest());
  }

  @Test
  void anInconsistentBaseStaysAsItIs() {
    ImageConfig config = SCRATCH.withLayers(null, List.of(Digest.of("base")), List.of());
    Image image =
        ImageBuilder.build(
            config,
            List.of(blob("base.gz", MediaType.OCI_LAYER_GZIP)),
            List.of(),
            List.of(entry("CMD y", true)),
            null,
            Map.of());
    assertThat(image.configValue().history()).containsExactly(entry("CMD y", true));
    assertThat(image.configValue().created()).isNull();
    OciSchemas.assertConfig(image.config());
  }

  @Test
  void anImageOfMetadataAloneHasTheEmptyLayer() throws IOException {
    Image image =
        ImageBuilder.build(
            SCRATCH,
            List.of(),
            List.of(),
            List.of(entry("LABEL a=b", true), entry("CMD y", true)),
            TIME,
            Map.of());
    assertThat(image.configValue().rootfs().diffIds()).hasSize(1);
    assertThat(image.configValue().history())
        .containsExactly(entry("LABEL a=b", true), entry("CMD y", false));
    Blob layer = image.layers().getFirst();
    byte[] bytes;
    try (InputStream in = layer.content().open()) {
      bytes = in.readAllBytes();
    }
    assertThat(Digest.of(bytes)).isEqualTo(layer.descriptor().digest());
    assertThat(new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes())
        .isEqualTo(new byte[1024]);
    assertThat(image.configValue().rootfs().diffIds()).containsExactly(Digest.of(new byte[1024]));
    OciSchemas.assertConfig(image.config());
    OciSchemas.assertManifest(image.manifest());
  }

  @Test
  void historyHasToMatchWhatWasAdded() {
    assertThatThrownBy(
            () ->
                ImageBuilder.build(
                    SCRATCH, List.of(), List.of(), List.of(entry("RUN x", false)), null, Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 layers and 0");
  }

  private static ImageConfig.History entry(String createdBy, boolean empty) {
    return new ImageConfig.History(TIME, createdBy, null, null, empty);
  }

  private static Blob blob(String content, String mediaType) {
    return new Blob(
        Descriptor.of(mediaType, Digest.of(content), content.length()),
        InputStream::nullInputStream);
  }
}
