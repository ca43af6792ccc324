package build.stave.archive;

import build.stave.linux.Names;

/** Makes names from archives into {@link Entry#path() entry paths}, or refuses them. */
final class EntryNames {
  private static final int PATH_MAX = 4096;
  private static final int NAME_MAX = 255;

  private EntryNames() {}

  /**
   * The path that a name means below the root. A leading slash is dropped, as containerd does.
   *
   * @throws IllegalArgumentException with the reason why no file can have this name
   */
  static String normalise(byte[] name) {
    if (name.length > PATH_MAX) {
      throw new IllegalArgumentException("its name is longer than " + PATH_MAX + " bytes");
    }
    String text = decode(name);
    var path = new StringBuilder(text.length());
    int start = 0;
    while (start <= text.length()) {
      int slash = text.indexOf('/', start);
      int end = slash < 0 ? text.length() : slash;
      String part = text.substring(start, end);
      if (part.equals("..")) {
        throw new IllegalArgumentException("its name leads out of the archive with '..'");
      }
      if (part.length() > NAME_MAX || Names.encode(part).length > NAME_MAX) {
        throw new IllegalArgumentException("a part of its name is longer than 255 bytes");
      }
      if (!part.isEmpty() && !part.equals(".")) {
        path.append(path.isEmpty() ? "" : "/").append(part);
      }
      start = end + 1;
    }
    return path.toString();
  }

  /** The target of a symbolic link, kept as it is. */
  static String target(byte[] target) {
    if (target.length == 0 || target.length >= PATH_MAX) {
      throw new IllegalArgumentException("it links to a name of " + target.length + " bytes");
    }
    return decode(target);
  }

  private static String decode(byte[] name) {
    for (byte b : name) {
      if (b == 0) {
        throw new IllegalArgumentException("its name holds a NUL byte");
      }
    }
    return Names.decode(name);
  }
}
