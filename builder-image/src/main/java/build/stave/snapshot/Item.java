package build.stave.snapshot;

import build.stave.linux.SharedFolders;
import java.nio.file.Path;

/**
 * An unpacked layer or a blob of the store.
 *
 * @param name of its lock and its {@link Unsynced} mark
 * @param path where it is, whole or not at all
 */
record Item(String name, Path path) {
  static final String LAYER = "layer-";

  /** Whether it is a directory with a layer in it. */
  boolean isLayer() {
    return name.startsWith(LAYER);
  }

  /** Where it is before it is whole, and again while it is removed. */
  Path partial() {
    return SharedFolders.partial(path);
  }
}
