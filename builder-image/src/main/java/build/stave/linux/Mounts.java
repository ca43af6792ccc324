package build.stave.linux;

import java.io.IOException;
import java.util.List;

/** Mounts in this process's mount namespace. */
public final class Mounts {
  private Mounts() {}

  /**
   * Mounts an overlay with {@code userxattr}, so that it works in a user namespace.
   *
   * @param lowers lowest last, at least one
   * @param upper directory that gets the changes
   * @param work empty directory on the same file system
   */
  public static void overlay(List<String> lowers, String upper, String work, String target)
      throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Mounts an overlay that cannot be changed; with one lower, a read-only bind mount. */
  public static void readOnly(List<String> lowers, String target) throws IOException {
    throw new UnsupportedOperationException();
  }

  public static void bind(String source, String target, boolean readOnly) throws IOException {
    throw new UnsupportedOperationException();
  }

  public static void tmpfs(String target, String options) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Unmounts, lazily where it is still in use. Does nothing where nothing is mounted. */
  public static void unmount(String target) throws IOException {
    throw new UnsupportedOperationException();
  }
}
