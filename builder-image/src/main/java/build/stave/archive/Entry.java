package build.stave.archive;

import build.stave.linux.Names;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A file as a tar archive describes it.
 *
 * <p>Paths are relative to the root, with {@code /} between names, no leading slash, no {@code .}
 * or {@code ..}; the root itself is the empty string. Bytes that are no UTF-8 are escaped as {@link
 * build.stave.linux.Names} does.
 *
 * @param path where
 * @param kind what
 * @param mode permission bits with setuid, setgid and sticky; no file type
 * @param uid owner
 * @param gid group
 * @param size bytes of content; 0 for all but files
 * @param mtime modification time, seconds since 1970
 * @param link target of a symbolic link as it is stored, or path of the file a hard link joins;
 *     empty otherwise
 * @param deviceMajor of a device, else 0
 * @param deviceMinor of a device, else 0
 * @param xattrs extended attributes by full name, such as {@code security.capability}
 */
public record Entry(
    String path,
    Kind kind,
    int mode,
    int uid,
    int gid,
    long size,
    long mtime,
    String link,
    int deviceMajor,
    int deviceMinor,
    SortedMap<String, Bytes> xattrs) {

  public Entry {
    xattrs = Collections.unmodifiableSortedMap(new TreeMap<>(xattrs));
  }

  /** The path for messages, however hostile: printable and of bounded length. */
  public String shownPath() {
    return Names.shown(path);
  }

  /** File types that a layer can hold. */
  public enum Kind {
    FILE,
    DIRECTORY,
    SYMLINK,
    HARD_LINK,
    CHARACTER_DEVICE,
    BLOCK_DEVICE,
    FIFO
  }
}
