package build.stave.copy;

import build.stave.linux.Files;
import build.stave.linux.LinuxException;
import java.io.IOException;
import java.util.SortedMap;
import java.util.TreeMap;

/** Extended attributes that belong to a file's content and not to the machine it lies on. */
final class Xattrs {
  private Xattrs() {}

  /**
   * Those that are hashed and copied: file capabilities, and all that is neither of a security
   * module, of the system nor of an overlay.
   */
  static SortedMap<String, byte[]> of(String path) throws IOException {
    SortedMap<String, byte[]> portable = new TreeMap<>();
    Files.xattrs(path)
        .forEach(
            (name, value) -> {
              if (portable(name)) {
                portable.put(name, value);
              }
            });
    return portable;
  }

  private static boolean portable(String name) {
    return name.equals("security.capability")
        || (!name.startsWith("security.")
            && !name.startsWith("system.")
            && !name.startsWith("user.overlay.")
            && !name.startsWith("trusted.overlay."));
  }

  /**
   * Sets attributes. Those that the file system or this user namespace does not take are left out,
   * as BuildKit leaves them out.
   */
  static void set(String path, SortedMap<String, byte[]> attributes) throws IOException {
    for (var attribute : attributes.entrySet()) {
      try {
        Files.setXattr(path, attribute.getKey(), attribute.getValue());
      } catch (LinuxException e) {
        if (e.errno() != LinuxException.EPERM && e.errno() != LinuxException.EOPNOTSUPP) {
          throw e;
        }
      }
    }
  }
}
