package build.stave.snapshot;

import build.stave.linux.Files;
import build.stave.linux.Mounts;
import java.io.IOException;
import java.nio.file.Path;

/** A tree that a step changes. Ends by {@link #commit} or, without it, by being closed. */
public final class Snapshot implements AutoCloseable {
  private final Tree below;
  private final String layer;
  private final String root;
  private final Path folder;
  private boolean committed;

  Snapshot(Tree below, String layer, String root, Path folder) {
    this.below = below;
    this.layer = layer;
    this.root = root;
    this.folder = folder;
  }

  /** Absolute path of its root directory, which can be changed. */
  public String root() {
    return root;
  }

  /**
   * Ends the step: unmounts the tree, and makes what changed a layer. Costs time by the number of
   * changed files, whatever lies below.
   *
   * <p>Times are whole seconds from here on. A file modified at or after {@code startedAtSeconds}
   * gets {@code epochSeconds}, in the layer and for the steps that follow; one that was given an
   * older time keeps it, as all do after a step that dates itself what it writes ({@link
   * Long#MAX_VALUE}).
   *
   * @throws build.stave.problem.StaveException INTERNAL where the overlay was not mounted as {@link
   *     Mounts#overlay} does
   */
  public Committed commit(long epochSeconds, long startedAtSeconds) throws IOException {
    unmount();
    committed = true;
    var settled = new Settlement(layer, below, epochSeconds, startedAtSeconds).run();
    if (!settled.changed()) {
      return new Committed(below, sink -> {}, true, layer);
    }
    return new Committed(
        below.plus(layer),
        sink -> new Changes(layer, below, settled.parents(), sink).run(),
        false,
        layer);
  }

  @Override
  public void close() throws IOException {
    if (!committed) {
      unmount();
      Files.removeTree(folder.toString());
    }
  }

  private void unmount() throws IOException {
    if (!root.equals(layer)) {
      Mounts.unmount(root);
    }
  }
}
