package build.stave.engine;

import build.stave.cache.CacheSettings;
import build.stave.cache.CachedLayer;
import build.stave.cache.LayerAnnotations;
import build.stave.cache.LocalCache;
import build.stave.graph.BuildPlan;
import build.stave.graph.Step;
import build.stave.layer.LayerBlob;
import build.stave.oci.Blob;
import build.stave.oci.BlobOpener;
import build.stave.oci.Digest;
import build.stave.oci.ImageBuilder;
import build.stave.reference.ImageReference;
import build.stave.registry.MountHints;
import build.stave.snapshot.Build;
import build.stave.snapshot.Committed;
import build.stave.snapshot.Store;
import build.stave.snapshot.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What one build finds of earlier builds' steps, and keeps of its own. */
final class StepCache {
  private final CacheSettings settings;
  private final String format;
  private final Store store;
  private final StoreSpace space;
  private final Build work;
  private final LocalCache local;
  private final RemoteCaches remote;
  private final Memo<Digest, Optional<Hit>> found = new Memo<>();
  private final Map<Digest, RemoteCaches.Layer> used = new ConcurrentHashMap<>();

  /**
   * A step of an earlier build.
   *
   * @param layer its layer, where it can be had
   * @param tree id of its unpacked layer, where the store has it
   */
  record Hit(Optional<ImageBuilder.Layer> layer, Optional<Digest> tree) {}

  /**
   * The cache of one build.
   *
   * @param format of the layers it makes
   */
  StepCache(
      CacheSettings settings,
      String format,
      Store store,
      StoreSpace space,
      Build work,
      LocalCache local,
      RemoteCaches remote) {
    this.settings = settings;
    this.format = format;
    this.store = store;
    this.space = space;
    this.work = work;
    this.local = local;
    this.remote = remote;
  }

  /** Whether the layers of stages that the image does not have are wanted too. */
  boolean takesAllLayers() {
    return settings.writeTo() != null;
  }

  /** What is known of a step, if it is of any use; the same answer whenever it is asked. */
  Optional<Hit> find(Step step) throws Exception {
    return found.get(step.header().layer(), () -> look(step.header().layer()));
  }

  private Optional<Hit> look(Digest key) throws Exception {
    if (settings.fresh()) {
      return Optional.empty();
    }
    for (String scope : scopes()) {
      Optional<Hit> hit = inStore(local.find(scope, key));
      if (hit.isPresent()) {
        return hit;
      }
    }
    return remote
        .find(key, format)
        .map(layer -> hit(layer.cached(), layer.blob(), Optional.empty()));
  }

  private List<String> scopes() {
    List<String> scopes = new ArrayList<>();
    if (settings.scope() != null) {
      scopes.add(settings.scope());
    }
    scopes.addAll(settings.readScopes());
    return scopes;
  }

  private Optional<Hit> inStore(Optional<LocalCache.Entry> found) throws IOException {
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Digest tree = found.get().tree();
    Optional<Digest> unpacked = store.hasStep(tree) ? Optional.of(tree) : Optional.empty();
    CachedLayer layer = found.get().layer();
    if (layer == null || !hasLayer(found.get())) {
      return unpacked.map(id -> new Hit(Optional.empty(), Optional.of(id)));
    }
    Path file = store.blobs().path(layer.layer().digest());
    return Optional.of(
        hit(layer, new Blob(layer.layer(), () -> Files.newInputStream(file)), unpacked));
  }

  /** Whether there is a layer that this build can use. */
  private boolean hasLayer(LocalCache.@Nullable Entry entry) throws IOException {
    CachedLayer layer = entry == null ? null : entry.layer();
    return layer != null
        && layer.format().equals(format)
        && store.blobs().has(layer.layer().digest());
  }

  private Hit hit(CachedLayer layer, Blob blob, Optional<Digest> tree) {
    used.put(layer.key(), new RemoteCaches.Layer(layer, blob));
    return new Hit(Optional.of(new ImageBuilder.Layer(blob, layer.diffId())), tree);
  }

  /** The tree below with the step's layer on top. */
  Tree tree(Step step, Hit hit, Tree below) throws Exception {
    if (hit.tree().isPresent()) {
      Optional<Tree> kept = store.step(hit.tree().get(), below);
      if (kept.isPresent()) {
        return kept.get();
      }
    }
    ImageBuilder.Layer layer = hit.layer().orElseThrow();
    // Of the content, so that it is the same for whoever unpacks it.
    Digest id = Digest.of("step " + step.header().layer() + " " + layer.diffId());
    return space.inRoom(() -> store.unpackStep(id, below, layer.diffId(), layer.blob()::open));
  }

  /** Keeps a step whose layer nobody asked for. */
  void keep(Step step, Committed committed) throws IOException {
    if (settings.scope() != null) {
      remember(step, committed, null);
    }
  }

  /** Keeps a step with its layer; the layer's file may be somewhere else afterwards. */
  ImageBuilder.Layer keep(Step step, Committed committed, LayerBlob layer) throws IOException {
    Digest key = step.header().layer();
    var cached = new CachedLayer(key, format, layer.descriptor(), layer.diffId());
    Path file = layer.file();
    if (settings.scope() != null) {
      file = store.blobs().adopt(layer.descriptor().digest(), layer.file());
      remember(step, committed, cached);
    }
    Path kept = file;
    BlobOpener opener = () -> Files.newInputStream(kept);
    var blob = new Blob(layer.descriptor(), opener);
    used.put(key, new RemoteCaches.Layer(cached, blob));
    return new ImageBuilder.Layer(blob, layer.diffId());
  }

  private void remember(Step step, Committed committed, @Nullable CachedLayer layer)
      throws IOException {
    String scope = Objects.requireNonNull(settings.scope());
    Digest key = step.header().layer();
    if (layer == null && !settings.fresh() && hasLayer(local.find(scope, key).orElse(null))) {
      // What an image can use too is worth more than the same once again without its layer.
      return;
    }
    Digest tree = Digest.of("tree " + UUID.randomUUID());
    work.keep(tree, committed);
    local.put(scope, key, new LocalCache.Entry(tree, layer));
  }

  /** The image's layers; with an inline cache they say what they can be reused for. */
  List<ImageBuilder.Layer> annotated(BuildPlan plan, List<ImageBuilder.Layer> layers) {
    if (!settings.inline()) {
      return layers;
    }
    Map<Digest, CachedLayer> known = new HashMap<>();
    layers(plan).forEach(layer -> known.put(layer.blob().descriptor().digest(), layer.cached()));
    return layers.stream().map(layer -> annotated(layer, known)).toList();
  }

  private static ImageBuilder.Layer annotated(
      ImageBuilder.Layer layer, Map<Digest, CachedLayer> known) {
    CachedLayer cached = known.get(layer.blob().descriptor().digest());
    return cached == null
        ? layer
        : new ImageBuilder.Layer(
            new Blob(LayerAnnotations.write(cached), layer.blob().content()), layer.diffId());
  }

  /** Whether a cache lists layers that are gone. */
  boolean lost() {
    return remote.lost();
  }

  /** Where blobs are that caches in registries have. */
  Map<Digest, List<ImageReference>> repositories() throws Exception {
    return remote.repositories();
  }

  /** Leaves what the build used and made to later builds. */
  void write(BuildPlan plan, MountHints hints) throws Exception {
    ImageReference target = settings.writeTo();
    if (target != null) {
      remote.write(target, layers(plan), !settings.fresh(), hints);
    }
  }

  /** The layers of the plan's steps that are known, in the plan's order. */
  private List<RemoteCaches.Layer> layers(BuildPlan plan) {
    return plan.stages().stream()
        .flatMap(stage -> stage.steps().stream())
        .map(step -> used.get(step.header().layer()))
        .filter(Objects::nonNull)
        .distinct()
        .toList();
  }
}
