package build.stave.snapshot;

import build.stave.linux.Files;
import build.stave.linux.LinuxException;
import build.stave.linux.Mounts;
import build.stave.oci.Digest;
import build.stave.problem.FullDisk;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** One build's share of the store. Closing it removes all of it; several threads can use it. */
public final class Build implements AutoCloseable {
  private final Path folder;
  private final Layers layers;
  private final Closeable removal;
  private final Map<Digest, String> kept = new ConcurrentHashMap<>();
  private final AtomicInteger count = new AtomicInteger();

  Build(Path folder, Layers layers, Closeable removal) {
    this.folder = folder;
    this.layers = layers;
    this.removal = removal;
  }

  /** A folder for temporary files, on the store's file system. */
  public Path folder() {
    return folder;
  }

  /** Begins a step on a tree: its {@link Snapshot#root()} can be changed. */
  public Snapshot begin(Tree below) throws IOException {
    Path step = newFolder("step");
    String layer = directory(step, "fs");
    LowerView view = new LowerView(below);
    LowerView.Found root = view.lookup("");
    if (root == null || root.stat() == null) {
      return new Snapshot(below, layer, layer, step);
    }
    CopyUp.attributes(root.file(), root.stat(), layer);
    Files.setTimes(layer, root.stat().mtime(), root.stat().mtimeNanos());
    String merged = directory(step, "root");
    try {
      Mounts.overlay(below.highestFirst(), layer, directory(step, "work"), merged);
    } catch (LinuxException e) {
      throw Store.cannotMount(e);
    }
    return new Snapshot(below, layer, merged, step);
  }

  /** Shows a tree that cannot be changed. */
  public View view(Tree tree) throws IOException {
    Path folder = newFolder("view");
    String root = directory(folder, "root");
    if (!tree.layers().isEmpty()) {
      try {
        Mounts.readOnly(tree.highestFirst(), root);
      } catch (LinuxException e) {
        throw Store.cannotMount(e);
      }
    }
    return new View(folder, root);
  }

  /**
   * Keeps the layer of a step in the store when the build is closed, also if the build fails.
   *
   * @param id to find it by
   */
  public void keep(Digest id, Committed step) {
    kept.put(id, step.layer());
  }

  @Override
  public void close() throws IOException {
    try (removal) {
      // Not before: other steps have these directories mounted.
      BuildFolders.unmount(folder);
      for (Map.Entry<Digest, String> step : kept.entrySet()) {
        adopt(step.getKey(), step.getValue());
      }
    }
  }

  /** Where the disk is full the step is not kept, which is no failure of the build. */
  private void adopt(Digest id, String directory) throws IOException {
    try {
      layers.adopt(id, directory);
    } catch (IOException e) {
      if (!FullDisk.isSaidBy(e)) {
        throw e;
      }
    }
  }

  private Path newFolder(String kind) throws IOException {
    return java.nio.file.Files.createDirectory(
        folder.resolve(kind + "-" + count.incrementAndGet()));
  }

  private static String directory(Path folder, String name) throws IOException {
    String path = folder.resolve(name).toString();
    Files.mkdir(path, 0755);
    return path;
  }
}
