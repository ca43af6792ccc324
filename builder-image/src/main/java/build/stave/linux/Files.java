package build.stave.linux;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Files of root file system trees, by absolute path, escaped as {@link Names} does. No function
 * follows a symbolic link in the last component; callers resolve the others. Failures are {@link
 * LinuxException}s.
 */
public final class Files {
  private Files() {}

  /** What lies at a path. */
  public static Stat lstat(String path) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** What lies at a path, or null where nothing does (ENOENT, ENOTDIR). */
  public static @Nullable Stat lstatOrNull(String path) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Names in a directory, without {@code .} and {@code ..}, sorted by their bytes. */
  public static List<String> list(String directory) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Target of a symbolic link, as stored. */
  public static String readlink(String path) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Opens a file to read (O_NOFOLLOW); unbuffered. */
  public static InputStream read(String path) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Creates a file that must not exist yet (O_EXCL, O_NOFOLLOW), or throws EEXIST; unbuffered. */
  public static OutputStream create(String path, int mode) throws IOException {
    throw new UnsupportedOperationException();
  }

  /**
   * Copies content into a file that must not exist yet; shares blocks where the file system can.
   */
  public static void copyContent(String from, String to, int mode) throws IOException {
    throw new UnsupportedOperationException();
  }

  public static void mkdir(String path, int mode) throws IOException {
    throw new UnsupportedOperationException();
  }

  public static void symlink(String target, String path) throws IOException {
    throw new UnsupportedOperationException();
  }

  public static void link(String existing, String path) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Makes a device, fifo or socket; {@code mode} holds the type. */
  public static void mknod(String path, int mode, int major, int minor) throws IOException {
    throw new UnsupportedOperationException();
  }

  public static void unlink(String path) throws IOException {
    throw new UnsupportedOperationException();
  }

  public static void rmdir(String path) throws IOException {
    throw new UnsupportedOperationException();
  }

  public static void rename(String from, String to) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Removes a file or a whole tree; does nothing where there is none. Crosses no mount. */
  public static void removeTree(String path) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Sets permission bits; never on a symbolic link. */
  public static void chmod(String path, int permissions) throws IOException {
    throw new UnsupportedOperationException();
  }

  /**
   * Sets the owner; clears setuid, setgid and capabilities as the kernel does, so call it first.
   */
  public static void lchown(String path, int uid, int gid) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Sets the modification time and the access time to the same instant. */
  public static void setTimes(String path, long seconds, int nanos) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** All extended attributes that can be read. */
  public static SortedMap<String, byte[]> xattrs(String path) throws IOException {
    throw new UnsupportedOperationException();
  }

  public static void setXattr(String path, String name, byte[] value) throws IOException {
    throw new UnsupportedOperationException();
  }

  public static void removeXattr(String path, String name) throws IOException {
    throw new UnsupportedOperationException();
  }
}
