package build.stave.snapshot;

import build.stave.linux.Files;
import build.stave.linux.Mounts;
import java.io.IOException;
import java.nio.file.Path;

/** A tree that can be read; closing it unmounts it. */
public final class View implements AutoCloseable {
  private final Path folder;
  private final String root;

  View(Path folder, String root) {
    this.folder = folder;
    this.root = root;
  }

  /** Absolute path of its root directory. */
  public String root() {
    return root;
  }

  @Override
  public void close() throws IOException {
    Mounts.unmount(root);
    Files.removeTree(folder.toString());
  }
}
