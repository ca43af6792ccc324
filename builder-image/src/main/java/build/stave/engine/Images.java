package build.stave.engine;

import build.stave.graph.ResolvedImage;
import build.stave.layout.OciLayout;
import build.stave.oci.Blob;
import build.stave.oci.BlobOpener;
import build.stave.oci.Descriptor;
import build.stave.oci.Digest;
import build.stave.oci.Image;
import build.stave.oci.Platform;
import build.stave.problem.Problem;
import build.stave.problem.StaveException;
import build.stave.reference.ImageReference;
import build.stave.registry.RegistryClient;
import build.stave.registry.RemoteImage;
import build.stave.snapshot.LayerArchive;
import build.stave.snapshot.Store;
import build.stave.snapshot.Tree;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The images that a build reads: resolved, fetched and unpacked once, when they are needed. */
final class Images {
  private static final String LAYOUT = "oci-layout://";

  private final RegistryClient registry;
  private final Store store;
  private final StoreSpace space;
  private final Vertices vertices;
  private final Path folder;
  private final Memo<String, ResolvedImage> resolved = new Memo<>();
  private final Memo<Digest, Path> fetched = new Memo<>();
  private final Memo<String, Tree> unpacked = new Memo<>();
  private final Memo<String, Tree> outlines = new Memo<>();
  private final Map<String, Source> sources = new ConcurrentHashMap<>();
  private final Set<Digest> kept = ConcurrentHashMap.newKeySet();

  /**
   * A resolved image and where its blobs come from.
   *
   * @param image its bytes; blobs are fetched when they are opened
   * @param repository where a registry can mount its blobs from, null for a layout
   */
  record Source(Image image, @Nullable ImageReference repository) {}

  /**
   * The images of one build.
   *
   * @param folder for downloads
   */
  Images(RegistryClient registry, Store store, StoreSpace space, Vertices vertices, Path folder) {
    this.registry = registry;
    this.store = store;
    this.space = space;
    this.vertices = vertices;
    this.folder = folder;
  }

  /** Finds the manifest that a name means for a platform. */
  ResolvedImage resolve(String name, Platform platform) throws Exception {
    return resolved.get(
        name + "|" + platform,
        () ->
            vertices.run(
                "[internal] load metadata for " + name,
                vertex -> {
                  ResolvedImage image =
                      name.startsWith(LAYOUT)
                          ? fromLayout(name, platform)
                          : fromRegistry(name, platform);
                  vertex.note("resolved to " + image.pinned());
                  return image;
                }));
  }

  /** Where a resolved image's bytes come from. */
  Source source(ResolvedImage image) {
    Source source = sources.get(image.pinned());
    if (source == null) {
      throw Problem.internal("read " + image.pinned(), "it was never resolved").exception();
    }
    return source;
  }

  /** The image's root file system, unpacked. */
  Tree tree(ResolvedImage image) throws Exception {
    return made(unpacked, image, "unpack", store::unpack);
  }

  /** The image's root file system, whose files have no content. */
  Tree outline(ResolvedImage image) throws Exception {
    return made(outlines, image, "outline", store::outline);
  }

  @FunctionalInterface
  private interface Maker {
    Tree of(List<LayerArchive> layers) throws IOException;
  }

  private Tree made(Memo<String, Tree> trees, ResolvedImage image, String verb, Maker maker)
      throws Exception {
    return trees.get(
        image.pinned(),
        () ->
            vertices.run(
                "[internal] " + verb + " " + image.name(),
                _ -> fromSources(() -> maker.of(layers(image)))));
  }

  /** Again where a mirror failed in the middle of a layer; those that are complete stay. */
  private Tree fromSources(Callable<Tree> unpack) throws Exception {
    while (true) {
      int faults = registry.mirrorFaults();
      try {
        return space.inRoom(unpack);
      } catch (StaveException e) {
        if (registry.mirrorFaults() == faults) {
          throw e;
        }
      }
    }
  }

  private List<LayerArchive> layers(ResolvedImage resolvedImage) {
    Source source = source(resolvedImage);
    List<Digest> diffIds = resolvedImage.config().rootfs().diffIds();
    if (diffIds.size() != source.image().layers().size()) {
      throw Problem.remote(
              "unpack " + resolvedImage.name(),
              "its configuration names "
                  + diffIds.size()
                  + " layers and its manifest "
                  + source.image().layers().size())
          .exception();
    }
    List<LayerArchive> layers = new ArrayList<>();
    for (int i = 0; i < diffIds.size(); i++) {
      layers.add(new LayerArchive(diffIds.get(i), archive(source, source.image().layers().get(i))));
    }
    return layers;
  }

  /** A layer's blob for one reading: of the store, or else from the network. */
  private BlobOpener archive(Source source, Blob layer) {
    ImageReference repository = source.repository();
    if (repository == null) {
      return layer::open;
    }
    Descriptor blob = layer.descriptor();
    return () -> {
      if (store.blobs().has(blob.digest())) {
        return Files.newInputStream(store.blobs().path(blob.digest()));
      }
      InputStream in = Unchecked.get(() -> registry.open(repository, blob));
      return kept.contains(blob.digest())
          ? new BlobCopy(in, store.blobs(), blob.digest(), folder)
          : in;
    };
  }

  /** Says that an image's blobs will be wanted as they are, so that unpacking keeps them too. */
  void keepBlobs(ResolvedImage image) {
    source(image).image().layers().forEach(layer -> kept.add(layer.descriptor().digest()));
  }

  private ResolvedImage fromRegistry(String name, Platform platform) throws Exception {
    ImageReference reference = ImageReference.parse(name);
    RemoteImage remote = registry.resolve(reference, platform);
    ImageReference repository = remote.pinned();
    List<Blob> layers = new ArrayList<>();
    for (Descriptor layer : remote.manifest().layers()) {
      layers.add(blob(repository, layer));
    }
    Image image =
        new Image(
            remote.manifestDescriptor(), remote.manifestBytes(), remote.configBytes(), layers);
    sources.put(remote.pinned().toString(), new Source(image, repository));
    return new ResolvedImage(name, remote.pinned().toString(), remote.config());
  }

  /** A blob of a repository that is fetched when it is opened. */
  Blob blob(ImageReference repository, Descriptor blob) {
    return new Blob(
        blob, () -> Files.newInputStream(Unchecked.get(() -> download(repository, blob))));
  }

  /** A blob's file in the store, fetched where it is not there yet. */
  private Path download(ImageReference repository, Descriptor blob) throws Exception {
    return fetched.get(
        blob.digest(),
        () -> {
          if (store.blobs().has(blob.digest())) {
            return store.blobs().path(blob.digest());
          }
          Path file = folder.resolve("blob-" + blob.digest().hex());
          registry.fetch(repository, blob, file);
          return store.blobs().adopt(blob.digest(), file);
        });
  }

  private ResolvedImage fromLayout(String name, Platform platform) throws Exception {
    String path = name.substring(LAYOUT.length());
    int at = path.lastIndexOf('@');
    int colon = path.lastIndexOf(':');
    boolean tagged = at < 0 && colon > path.lastIndexOf('/');
    String folder = at >= 0 ? path.substring(0, at) : tagged ? path.substring(0, colon) : path;
    String which = at >= 0 ? path.substring(at + 1) : tagged ? path.substring(colon + 1) : null;
    Image image = OciLayout.open(Path.of(folder)).image(which, platform);
    String pinned = LAYOUT + folder + "@" + image.descriptor().digest();
    sources.put(pinned, new Source(image, null));
    return new ResolvedImage(name, pinned, image.configValue());
  }
}
