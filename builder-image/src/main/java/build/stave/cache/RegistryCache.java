package build.stave.cache;

import build.stave.oci.Blob;
import build.stave.oci.Descriptor;
import build.stave.oci.Digest;
import build.stave.oci.Image;
import build.stave.oci.Json;
import build.stave.oci.Manifest;
import build.stave.oci.MediaType;
import build.stave.oci.Platform;
import build.stave.problem.Reason;
import build.stave.problem.StaveException;
import build.stave.reference.ImageReference;
import build.stave.registry.MountHints;
import build.stave.registry.PushReport;
import build.stave.registry.RegistryClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The cache in a registry: one manifest, whose layers are the layers of steps, the latest first. To
 * read it takes one request, and what it lists a registry's garbage collection spares.
 */
public final class RegistryCache {
  private static final String CONFIG = "application/vnd.stave.cache.config.v1+json";
  private static final byte[] EMPTY = "{}".getBytes(StandardCharsets.UTF_8);

  /** About 400 bytes each; registries take manifests of up to 4 MiB. */
  static final int MAX_ENTRIES = 2000;

  private final RegistryClient registry;

  public RegistryCache(RegistryClient registry) {
    this.registry = registry;
  }

  /**
   * What a cache or an image with an inline cache has, the latest first.
   *
   * @param ref where nothing may be yet
   * @param platform which of an index's images is meant
   * @throws StaveException where the registry refuses or cannot be reached
   */
  public List<CachedLayer> read(ImageReference ref, Platform platform) throws InterruptedException {
    try {
      return registry.artifact(ref, platform).layers().stream()
          .flatMap(layer -> LayerAnnotations.read(layer).stream())
          .toList();
    } catch (StaveException e) {
      if (e.problem().reason() == Reason.IMAGE_NOT_FOUND) {
        return List.of();
      }
      throw e;
    }
  }

  /**
   * Puts layers before what the cache has now; what has no more room is forgotten.
   *
   * @param layers of a build
   * @param blobs of these layers
   * @param listed those that the cache should have
   * @param hints where the registry can take blobs from
   */
  public PushReport write(
      ImageReference ref,
      List<CachedLayer> layers,
      List<Blob> blobs,
      Set<Digest> listed,
      Platform platform,
      MountHints hints)
      throws InterruptedException {
    List<CachedLayer> merged = merge(layers, read(ref, platform));
    try {
      return registry.push(image(merged, blobs), ref, List.of(), hints, listed);
    } catch (StaveException e) {
      if (merged.size() == layers.size() || e.problem().reason() != Reason.SERVER_REFUSED) {
        throw e;
      }
      // The registry may have lost what other builds left, and nobody can bring that back.
      return registry.push(image(layers, blobs), ref, List.of(), hints);
    }
  }

  /** Without repetitions, and no more than a manifest may have. */
  static List<CachedLayer> merge(List<CachedLayer> latest, List<CachedLayer> before) {
    record Name(Digest key, String format) {}
    Map<Name, CachedLayer> merged = new LinkedHashMap<>();
    for (List<CachedLayer> layers : List.of(latest, before)) {
      layers.forEach(layer -> merged.putIfAbsent(new Name(layer.key(), layer.format()), layer));
    }
    return merged.values().stream().limit(MAX_ENTRIES).toList();
  }

  static Image image(List<CachedLayer> layers, List<Blob> blobs) {
    List<Descriptor> descriptors = new ArrayList<>();
    layers.forEach(layer -> descriptors.add(LayerAnnotations.write(layer)));
    byte[] manifest =
        Json.bytes(
            new Manifest(
                2,
                MediaType.OCI_MANIFEST,
                Descriptor.of(CONFIG, Digest.of(EMPTY), EMPTY.length),
                descriptors,
                Collections.emptySortedMap()));
    return new Image(
        Descriptor.of(MediaType.OCI_MANIFEST, Digest.of(manifest), manifest.length),
        manifest,
        EMPTY,
        blobs);
  }
}
