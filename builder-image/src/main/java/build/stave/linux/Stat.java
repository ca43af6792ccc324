package build.stave.linux;

import java.time.Instant;

/**
 * What lstat says.
 *
 * @param mode type and permission bits, {@code st_mode}
 * @param uid owner as this namespace sees it
 * @param gid group as this namespace sees it
 * @param size bytes
 * @param mtime seconds since 1970
 * @param mtimeNanos 0 to 999,999,999
 * @param ino inode number
 * @param dev device it lies on
 * @param links number of hard links
 * @param rdevMajor of a device file
 * @param rdevMinor of a device file
 */
public record Stat(
    int mode,
    int uid,
    int gid,
    long size,
    long mtime,
    int mtimeNanos,
    long ino,
    long dev,
    int links,
    int rdevMajor,
    int rdevMinor) {
  private static final int S_IFMT = 0170000;

  /** When the content was last changed. */
  public Instant modified() {
    return Instant.ofEpochSecond(mtime, mtimeNanos);
  }

  /** Permission bits with setuid, setgid and sticky. */
  public int permissions() {
    return mode & 07777;
  }

  public boolean isDirectory() {
    return (mode & S_IFMT) == 0040000;
  }

  public boolean isFile() {
    return (mode & S_IFMT) == 0100000;
  }

  public boolean isSymlink() {
    return (mode & S_IFMT) == 0120000;
  }

  public boolean isCharacterDevice() {
    return (mode & S_IFMT) == 0020000;
  }

  public boolean isBlockDevice() {
    return (mode & S_IFMT) == 0060000;
  }

  public boolean isFifo() {
    return (mode & S_IFMT) == 0010000;
  }

  public boolean isSocket() {
    return (mode & S_IFMT) == 0140000;
  }

  /** Whether this is what overlayfs keeps in place of a deleted file: a character device 0:0. */
  public boolean isOverlayWhiteout() {
    return isCharacterDevice() && rdevMajor == 0 && rdevMinor == 0;
  }
}
