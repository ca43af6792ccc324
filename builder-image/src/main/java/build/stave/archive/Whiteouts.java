package build.stave.archive;

import java.util.Collections;

/** Files that stand for deletions (OCI image-spec, layer.md#whiteouts). */
final class Whiteouts {
  private static final String PREFIX = ".wh.";

  private Whiteouts() {}

  /** The whiteout of a path: an empty file of mode 0 from 1970, as containerd writes it. */
  static Entry of(String path) {
    int name = path.lastIndexOf('/') + 1;
    return new Entry(
        path.substring(0, name) + PREFIX + path.substring(name),
        Entry.Kind.FILE,
        0,
        0,
        0,
        0,
        0,
        "",
        0,
        0,
        Collections.emptySortedMap());
  }

  /** Whether a reader of the layer would take a file of this path for a whiteout. */
  static boolean isReserved(String path) {
    return path.startsWith(PREFIX, path.lastIndexOf('/') + 1);
  }
}
