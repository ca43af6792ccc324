package build.stave.oci;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Puts an image together from a base and what a build added. Pure: equal parts, equal digests. */
public final class ImageBuilder {
  private ImageBuilder() {}

  /**
   * A layer to put on top.
   *
   * @param blob the compressed layer
   * @param diffId digest of its uncompressed tar
   */
  public record Layer(Blob blob, Digest diffId) {}

  /**
   * Builds the image. The configuration keeps the layers and history it has, which belong to the
   * base, and gets the added ones after them. Media types of Docker become OCI's, since registries
   * refuse a mixture. An image without any layer gets an empty one, which portable images have
   * (image-spec, manifest.md#image-manifest-property-descriptions).
   *
   * @param config the base's layers and history with the new image's settings
   * @param baseLayers as the base's manifest lists them, lowest first
   * @param added lowest first
   * @param history of the build; it has as many entries that are not empty as layers were added.
   *     The base's own may be inconsistent and stays as it is, as Docker leaves it
   * @param created RFC 3339, null where it shall not be said
   * @param annotations of the manifest
   */
  public static Image build(
      ImageConfig config,
      List<Blob> baseLayers,
      List<Layer> added,
      List<ImageConfig.History> history,
      @Nullable String created,
      Map<String, String> annotations) {
    long claimed = history.stream().filter(entry -> !entry.emptyLayer()).count();
    if (claimed != added.size()) {
      throw new IllegalArgumentException(
          "history speaks of " + claimed + " layers and " + added.size() + " were added");
    }
    List<Blob> blobs = new ArrayList<>();
    for (Blob blob : baseLayers) {
      blobs.add(ociTyped(blob));
    }
    List<Digest> diffIds = new ArrayList<>(config.rootfs().diffIds());
    for (Layer layer : added) {
      blobs.add(ociTyped(layer.blob()));
      diffIds.add(layer.diffId());
    }
    List<ImageConfig.History> entries = new ArrayList<>(config.history());
    entries.addAll(history);
    if (blobs.isEmpty()) {
      blobs.add(EmptyLayer.BLOB);
      diffIds.add(EmptyLayer.DIFF_ID);
      EmptyLayer.claim(entries);
    }
    byte[] configBytes = Json.bytes(config.withLayers(created, diffIds, entries));
    Manifest manifest =
        new Manifest(
            2,
            MediaType.OCI_MANIFEST,
            Descriptor.of(MediaType.OCI_CONFIG, Digest.of(configBytes), configBytes.length),
            blobs.stream().map(Blob::descriptor).toList(),
            annotations.isEmpty() ? Collections.emptySortedMap() : new TreeMap<>(annotations));
    byte[] manifestBytes = Json.bytes(manifest);
    Descriptor descriptor =
        Descriptor.of(MediaType.OCI_MANIFEST, Digest.of(manifestBytes), manifestBytes.length)
            .withPlatform(config.platform());
    return new Image(descriptor, manifestBytes, configBytes, blobs);
  }

  private static Blob ociTyped(Blob blob) {
    String type = MediaType.toOci(blob.descriptor().mediaType());
    return new Blob(blob.descriptor().withMediaType(type), blob.content());
  }
}
