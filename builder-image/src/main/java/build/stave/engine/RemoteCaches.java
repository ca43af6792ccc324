package build.stave.engine;

import build.stave.cache.CacheSettings;
import build.stave.cache.CachedLayer;
import build.stave.cache.RegistryCache;
import build.stave.oci.Blob;
import build.stave.oci.Digest;
import build.stave.oci.Platform;
import build.stave.problem.Reason;
import build.stave.problem.StaveException;
import build.stave.reference.ImageReference;
import build.stave.registry.MountHints;
import build.stave.registry.PushReport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/**
 * The caches of one build that lie in registries. Each is read once, with one request, while the
 * source is fetched. A cache that fails costs time and not the build: a warning says so.
 */
final class RemoteCaches {
  private final RegistryCache registry;
  private final Images images;
  private final Platform platform;
  private final Vertices vertices;
  private final Map<ImageReference, Future<List<CachedLayer>>> reads;
  private final AtomicBoolean lost = new AtomicBoolean();

  /** A cached layer and where its bytes come from. */
  record Layer(CachedLayer cached, Blob blob) {}

  private RemoteCaches(
      RegistryCache registry,
      Images images,
      Platform platform,
      Vertices vertices,
      Map<ImageReference, Future<List<CachedLayer>>> reads) {
    this.registry = registry;
    this.images = images;
    this.platform = platform;
    this.vertices = vertices;
    this.reads = reads;
  }

  /** Begins to read the caches. */
  static RemoteCaches begin(
      CacheSettings settings,
      RegistryCache registry,
      Images images,
      Platform platform,
      Vertices vertices,
      ExecutorService threads) {
    Set<ImageReference> refs = new LinkedHashSet<>();
    if (settings.writeTo() != null) {
      refs.add(settings.writeTo());
    }
    refs.addAll(settings.readFrom());
    Map<ImageReference, Future<List<CachedLayer>>> reads = new LinkedHashMap<>();
    for (ImageReference ref : refs) {
      reads.put(ref, threads.submit(() -> read(registry, ref, platform, vertices)));
    }
    return new RemoteCaches(registry, images, platform, vertices, reads);
  }

  private static List<CachedLayer> read(
      RegistryCache registry, ImageReference ref, Platform platform, Vertices vertices)
      throws Exception {
    return vertices.run(
        "[internal] load cache " + ref.familiar(),
        vertex -> {
          try {
            List<CachedLayer> layers = registry.read(ref, platform);
            vertex.note(layers.size() + " layers");
            return layers;
          } catch (StaveException e) {
            vertex.note("WARNING: goes on without it: " + e.problem().message());
            return List.of();
          }
        });
  }

  /** A layer of the first cache that has the key. */
  Optional<Layer> find(Digest key, String format) throws Exception {
    for (Map.Entry<ImageReference, Future<List<CachedLayer>>> read : reads.entrySet()) {
      for (CachedLayer layer : Futures.get(read.getValue())) {
        if (layer.key().equals(key) && layer.format().equals(format)) {
          return Optional.of(new Layer(layer, blob(read.getKey(), layer)));
        }
      }
    }
    return Optional.empty();
  }

  private Blob blob(ImageReference cache, CachedLayer layer) {
    Blob blob = images.blob(cache, layer.layer());
    return new Blob(
        blob.descriptor(),
        () -> {
          try {
            return blob.content().open();
          } catch (StaveException e) {
            if (e.problem().reason() == Reason.IMAGE_NOT_FOUND) {
              lost.set(true);
            }
            throw e;
          }
        });
  }

  /** Whether a cache lists what its registry does not have any more. */
  boolean lost() {
    return lost.get();
  }

  /** Where blobs are that caches have. */
  Map<Digest, List<ImageReference>> repositories() throws Exception {
    Map<Digest, List<ImageReference>> known = new HashMap<>();
    for (Map.Entry<ImageReference, Future<List<CachedLayer>>> read : reads.entrySet()) {
      for (CachedLayer layer : Futures.get(read.getValue())) {
        known.computeIfAbsent(layer.layer().digest(), _ -> new ArrayList<>()).add(read.getKey());
      }
    }
    return known;
  }

  /**
   * Writes a cache, unless it has all of the layers.
   *
   * @param trusted whether it has what it lists
   */
  void write(ImageReference ref, List<Layer> layers, boolean trusted, MountHints hints)
      throws Exception {
    Future<List<CachedLayer>> read = reads.get(ref);
    Set<CachedLayer> before =
        new HashSet<>(read == null || !trusted ? List.of() : Futures.get(read));
    List<Layer> added = layers.stream().filter(layer -> !before.contains(layer.cached())).toList();
    if (added.isEmpty()) {
      return;
    }
    Set<Digest> listed =
        before.stream().map(layer -> layer.layer().digest()).collect(Collectors.toSet());
    vertices.run(
        "writing cache " + ref.familiar(),
        vertex -> {
          try {
            PushReport report =
                registry.write(
                    ref,
                    layers.stream().map(Layer::cached).toList(),
                    layers.stream().map(Layer::blob).toList(),
                    listed,
                    platform,
                    hints);
            vertex.note(added.size() + " layers added, " + report.bytesSent() + " bytes sent");
          } catch (StaveException e) {
            vertex.note("WARNING: not written: " + e.problem().message());
          }
          return ref;
        });
  }
}
