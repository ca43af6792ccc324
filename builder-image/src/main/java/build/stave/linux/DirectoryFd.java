package build.stave.linux;

import java.io.IOException;

/**
 * An open directory, for work in trees whose names come from hostile input. Whatever is renamed or
 * linked meanwhile, {@link #path} names an entry of this very directory.
 */
public final class DirectoryFd implements AutoCloseable {
  private static final int FLAGS =
      Descriptor.O_RDONLY | Descriptor.O_DIRECTORY | Descriptor.O_NOFOLLOW;

  private final Descriptor descriptor;

  private DirectoryFd(Descriptor descriptor) {
    this.descriptor = descriptor;
  }

  /** Opens a directory; its last component must not be a symbolic link. */
  public static DirectoryFd open(String path) throws IOException {
    return new DirectoryFd(Descriptor.open(path, FLAGS, 0));
  }

  /**
   * Opens a directory below this one and follows no symbolic link on the way.
   *
   * @param path names with {@code /} between them; the empty string opens this directory again
   * @throws LinuxException ENOTDIR or ELOOP where a component is no directory
   */
  public DirectoryFd descend(String path) throws IOException {
    Descriptor current = Descriptor.openAt(descriptor.number(), ".", FLAGS, 0);
    if (path.isEmpty()) {
      return new DirectoryFd(current);
    }
    for (String name : path.split("/", -1)) {
      if (name.isEmpty() || name.equals(".") || name.equals("..")) {
        current.close();
        throw new LinuxException("descend " + path, LinuxException.EINVAL, "not a plain path");
      }
      try (Descriptor parent = current) {
        current = Descriptor.openAt(parent.number(), name, FLAGS, 0);
      }
    }
    return new DirectoryFd(current);
  }

  /** A path of the entry, good for {@link Files} while this directory is open. */
  public String path(String name) {
    if (name.isEmpty() || name.equals(".") || name.equals("..") || name.indexOf('/') >= 0) {
      throw new IllegalArgumentException("not a name: " + name);
    }
    return "/proc/self/fd/" + descriptor.number() + "/" + name;
  }

  /** A path of the directory itself, good for {@link Files} too. */
  public String path() {
    return "/proc/self/fd/" + descriptor.number() + "/.";
  }

  @Override
  public void close() throws IOException {
    descriptor.close();
  }
}
