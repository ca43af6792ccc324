package build.stave.snapshot;

import build.stave.archive.Limits;
import build.stave.linux.FileSystems;
import build.stave.linux.LinuxException;
import build.stave.oci.BlobOpener;
import build.stave.oci.Digest;
import build.stave.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a builder keeps on disk: blobs, unpacked base layers, and the folders of running builds.
 * Several processes can share one.
 */
public final class Store {
  private static final long OVERLAYFS = 0x794C7630L;

  private final BlobStore blobs;
  private final Layers layers;
  private final BuildFolders builds;
  private final Removal removal;

  private Store(BlobStore blobs, Layers layers, BuildFolders builds, Removal removal) {
    this.removal = removal;
    this.blobs = blobs;
    this.layers = layers;
    this.builds = builds;
  }

  /**
   * Opens the store in a folder, which is made if need be, and removes what killed builds left.
   *
   * @throws build.stave.problem.StaveException ENVIRONMENT where the folder's file system cannot
   *     hold layers
   */
  public static Store open(Path root) throws IOException {
    return open(root, Limits.DEFAULT);
  }

  static Store open(Path root, Limits limits) throws IOException {
    Path folder = Files.createDirectories(root).toRealPath();
    if (FileSystems.type(folder.toString()) == OVERLAYFS) {
      throw Problem.environment(
              "open store " + root, "it lies on an overlay file system, which cannot hold layers")
          .fix("put it on a volume, such as an emptyDir, or on a local disk")
          .exception();
    }
    var files = new ItemFiles(folder);
    var unsynced = new Unsynced(files, Clock.systemUTC());
    var removal = new Removal(files, unsynced);
    unsynced.settle(removal::remove);
    var uses = new Uses(files);
    var layers = new Layers(files, uses, unsynced, limits);
    Path folders = Files.createDirectories(folder.resolve("builds"));
    var builds = new BuildFolders(folders, files.locks(), uses, layers);
    builds.removeLeftovers();
    return new Store(new BlobStore(files, uses, unsynced), layers, builds, removal);
  }

  /** The content-addressed files. */
  public BlobStore blobs() {
    return blobs;
  }

  /**
   * Unpacks the layers of an image at once, each unless it was before.
   *
   * @param layers lowest first
   * @return the tree of all of them
   * @throws build.stave.problem.StaveException USER where an archive is malformed or leads out of
   *     its root, REMOTE where its diff id differs, ENVIRONMENT where the disk is full; no other
   *     layer goes on then
   */
  public Tree unpack(List<LayerArchive> layers) throws IOException {
    return this.layers.unpack(layers);
  }

  /**
   * As {@link #unpack}, but files get their size and no content: enough for a step that makes files
   * beside them. The commit of a step that does depend on their content throws {@link
   * ContentUnknown}.
   *
   * @param layers lowest first
   */
  public Tree outline(List<LayerArchive> layers) throws IOException {
    return this.layers.outline(layers);
  }

  /** Whether a step's layer is kept; if so it stays until the builds of this process have ended. */
  public boolean hasStep(Digest id) throws IOException {
    return layers.has(id);
  }

  /**
   * The tree below with a step's layer on top, if it is kept.
   *
   * @param id that {@link Build#keep} gave it, or {@link #unpackStep}
   */
  public Optional<Tree> step(Digest id, Tree below) throws IOException {
    return layers.find(id, below);
  }

  /**
   * Unpacks the layer of a step, unless it is kept.
   *
   * @param id that it is kept under
   * @param below the tree that the step began with
   * @param diffId of the layer
   * @param archive the layer's blob, compressed or not
   * @return the tree below with this layer on top
   * @throws build.stave.problem.StaveException as {@link #unpack}
   */
  public Tree unpackStep(Digest id, Tree below, Digest diffId, BlobOpener archive)
      throws IOException {
    return layers.unpack(id, below, new LayerArchive(diffId, archive));
  }

  /** Begins a build: a folder of its own, until it is closed. */
  public Build newBuild() throws IOException {
    return builds.create();
  }

  /**
   * What the store has, for who keeps it small. Builds that begin while an item is removed wait,
   * and make it again.
   */
  public List<StoredItem> items() throws IOException {
    return removal.items();
  }

  /** Whether a step's layer is kept at this moment; it may be removed at the next. */
  public boolean holdsStep(Digest id) {
    return layers.holds(id);
  }

  /** When the build began that runs for longest, of all processes. */
  public Optional<Instant> oldestBuild() throws IOException {
    return builds.oldest();
  }

  /** Names what the kernel refused when it was to show a tree. */
  static RuntimeException cannotMount(LinuxException failure) {
    return Problem.environment("mount the layers of a step", String.valueOf(failure.getMessage()))
        .fix(
            "run in a user and mount namespace, on Linux 5.11 or later, with the store on a local"
                + " file system such as ext4 or xfs")
        .exception(failure);
  }
}
