package build.stave.linux;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads extended attributes. */
final class Xattrs {
  /** Most lists and values fit; the limit of both is 64 KiB. */
  private static final int FIRST_GUESS = 1024;

  private static final int MAX = 64 * 1024;

  private Xattrs() {}

  static SortedMap<String, byte[]> all(String path) throws LinuxException {
    SortedMap<String, byte[]> result = new TreeMap<>();
    byte[] names = read(SystemCall.LLISTXATTR, path, null);
    if (names == null) {
      return result;
    }
    int start = 0;
    for (int i = 0; i < names.length; i++) {
      if (names[i] == 0) {
        String name = Names.decode(java.util.Arrays.copyOfRange(names, start, i));
        byte[] value = one(path, name);
        if (value != null) {
          result.put(name, value);
        }
        start = i + 1;
      }
    }
    return result;
  }

  static byte @Nullable [] one(String path, String name) throws LinuxException {
    return read(SystemCall.LGETXATTR, path, name);
  }

  private static byte @Nullable [] read(SystemCall what, String path, @Nullable String name)
      throws LinuxException {
    for (int size = FIRST_GUESS; ; size = MAX) {
      try (var call = new Call()) {
        MemorySegment buffer = call.buffer(size);
        long file = call.text(path);
        long got =
            name == null
                ? call.attempt(what, file, buffer.address(), size, 0, 0, 0)
                : call.attempt(what, file, call.text(name), buffer.address(), size, 0, 0);
        if (got >= 0) {
          return buffer.asSlice(0, got).toArray(ValueLayout.JAVA_BYTE);
        }
        int errno = (int) -got;
        if (errno == LinuxException.ENODATA || errno == LinuxException.EOPNOTSUPP) {
          return null;
        }
        boolean hidden = errno == LinuxException.EPERM || errno == LinuxException.EACCES;
        if (name != null && hidden) {
          return null;
        }
        if (errno != Errno.ERANGE || size == MAX) {
          throw Call.failure(what, name == null ? path : path + " " + name, got);
        }
      }
    }
  }
}
