package build.stave.snapshot;

import build.stave.archive.Bytes;
import build.stave.linux.Files;
import build.stave.linux.LinuxException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Extended attributes that layers carry: {@code security.capability} and {@code user.*}. The others
 * belong to the machine (labels of SELinux, access lists with this node's ids) or to overlayfs.
 */
final class Attributes {
  static final String CAPABILITY = "security.capability";
  static final String OPAQUE = "user.overlay.opaque";

  private static final String OVERLAY = "user.overlay.";
  private static final int CAPABILITY_V3 = 3;
  private static final int CAPABILITY_V2_LENGTH = 20;
  private static final int CAPABILITY_V3_LENGTH = 24;

  private Attributes() {}

  /** What a layer says about a file of a tree. */
  static SortedMap<String, Bytes> read(String path) throws IOException {
    SortedMap<String, Bytes> kept = new TreeMap<>();
    for (Map.Entry<String, byte[]> attribute : Files.xattrs(path).entrySet()) {
      String name = attribute.getKey();
      if (name.equals(CAPABILITY)) {
        kept.put(name, Bytes.of(withoutRootId(attribute.getValue())));
      } else if (isKept(name)) {
        kept.put(name, Bytes.of(attribute.getValue()));
      }
    }
    return kept;
  }

  /** Sets what a layer says; a file system without {@code user.*} loses those. */
  static void write(String path, Map<String, Bytes> attributes) throws IOException {
    for (Map.Entry<String, Bytes> attribute : attributes.entrySet()) {
      String name = attribute.getKey();
      byte[] value = attribute.getValue().toArray();
      if (name.equals(CAPABILITY)) {
        Files.setXattr(path, name, withoutRootId(value));
      } else if (isKept(name)) {
        writeOptional(path, name, value);
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

  private static boolean isKept(String name) {
    return name.startsWith("user.") && !name.startsWith(OVERLAY);
  }

  private static void writeOptional(String path, String name, byte[] value) throws IOException {
    try {
      Files.setXattr(path, name, value);
    } catch (LinuxException e) {
      // EPERM: symbolic links and fifos cannot have any.
      if (e.errno() != LinuxException.EOPNOTSUPP && e.errno() != LinuxException.EPERM) {
        throw e;
      }
    }
  }

  /**
   * Capabilities in version 2. Version 3 adds the id of a user namespace's root (linux
   * capability.h), which means nothing elsewhere.
   */
  private static byte[] withoutRootId(byte[] value) {
    if (value.length != CAPABILITY_V3_LENGTH || value[3] != CAPABILITY_V3) {
      return value;
    }
    byte[] version2 = Arrays.copyOf(value, CAPABILITY_V2_LENGTH);
    version2[3] = 2;
    return version2;
  }
}
