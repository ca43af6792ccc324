package build.stave.layout;

import build.stave.oci.Image;
import build.stave.oci.Json;
import build.stave.oci.MediaType;
import build.stave.reference.ImageReference;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * An archive for {@code docker load}, and {@code docker-archive:} of skopeo and podman. It is an
 * OCI archive with a {@code manifest.json} beside, whose paths lead to the same blobs: no byte is
 * there twice, and Docker takes whichever form it knows. Layers stay compressed as they are.
 */
public final class DockerArchive {
  private DockerArchive() {}

  /**
   * Writes the archive and closes the stream; blobs are verified while they pass.
   *
   * @param names image references such as {@code shop:1.0}; may be empty
   */
  public static void write(OutputStream out, Image image, List<String> names) throws IOException {
    SortedMap<String, byte[]> documents = OciArchive.documents(image, names);
    var item =
        new Item(
            LayoutFiles.path(image.manifestValue().config().digest()),
            names.stream()
                .map(name -> ImageReference.parse(name))
                .map(name -> name.familiarName() + ":" + Names.tag(name))
                .distinct()
                .toList(),
            image.layers().stream()
                .map(layer -> LayoutFiles.path(layer.descriptor().digest()))
                .toList());
    documents.put("manifest.json", Json.bytes(List.of(item)));
    ArchiveFiles.write(out, image, documents);
  }

  /**
   * What a person should know before loading the image. Layers that are compressed with zstd are
   * not refused, since every Docker that is still maintained reads them.
   */
  public static Optional<String> warning(Image image) {
    boolean zstd =
        image.layers().stream()
            .anyMatch(layer -> layer.descriptor().mediaType().equals(MediaType.OCI_LAYER_ZSTD));
    return zstd
        ? Optional.of("Docker before 23 cannot load this archive: it has layers in zstd")
        : Optional.empty();
  }

  /** One image of {@code manifest.json}; paths are relative to the archive. */
  private record Item(
      @JsonProperty("Config") String config,
      @JsonProperty("RepoTags") List<String> repoTags,
      @JsonProperty("Layers") List<String> layers) {}
}
