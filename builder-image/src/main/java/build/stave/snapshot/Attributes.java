package build.stave.snapshot;

import build.stave.archive.Bytes;
import build.stave.archive.LayerAttributes;
import build.stave.linux.Files;
import build.stave.linux.LinuxException;
import java.io.IOException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads and writes the {@link LayerAttributes} of files, and the mark of opaque directories. */
final class Attributes {
  static final String OPAQUE = "user.overlay.opaque";

  private Attributes() {}

  /** What a layer says about a file of a tree. */
  static SortedMap<String, Bytes> read(String path) throws IOException {
    SortedMap<String, Bytes> kept = new TreeMap<>();
    for (Map.Entry<String, byte[]> attribute : Files.xattrs(path).entrySet()) {
      String name = attribute.getKey();
      if (LayerAttributes.isKept(name)) {
        kept.put(name, Bytes.of(LayerAttributes.value(name, attribute.getValue())));
      }
    }
    return kept;
  }

  /** Sets what a layer says; a file system without {@code user.*} loses those. */
  static void write(String path, Map<String, Bytes> attributes) throws IOException {
    for (Map.Entry<String, Bytes> attribute : attributes.entrySet()) {
      String name = attribute.getKey();
      if (LayerAttributes.isKept(name)) {
        write(path, name, LayerAttributes.value(name, attribute.getValue().toArray()));
      }
    }
  }

  /** Whether overlayfs shows nothing of the layers below in this directory. */
  static boolean isOpaque(String directory) throws IOException {
    byte[] value = Files.xattr(directory, OPAQUE);
    return value != null && value.length == 1 && value[0] == 'y';
  }

  static void makeOpaque(String directory) throws IOException {
    Files.setXattr(directory, OPAQUE, new byte[] {'y'});
  }

  private static void write(String path, String name, byte[] value) throws IOException {
    try {
      Files.setXattr(path, name, value);
    } catch (LinuxException e) {
      // EPERM: symbolic links and fifos cannot have any.
      boolean impossible =
          e.errno() == LinuxException.EOPNOTSUPP || e.errno() == LinuxException.EPERM;
      if (name.equals(LayerAttributes.CAPABILITY) || !impossible) {
        throw e;
      }
    }
  }
}
