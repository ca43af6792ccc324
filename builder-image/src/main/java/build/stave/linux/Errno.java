package build.stave.linux;

/** Names and texts of error numbers, equal on x86-64 and arm64 (asm-generic/errno.h). */
final class Errno {
  static final int EINTR = 4;
  static final int EAGAIN = 11;
  static final int ENOSYS = 38;
  static final int ERANGE = 34;

  private Errno() {}

  /** Such as {@code no such file or directory (ENOENT)}. */
  static String describe(int errno) {
    return switch (errno) {
      case 1 -> "operation not permitted (EPERM)";
      case 2 -> "no such file or directory (ENOENT)";
      case 5 -> "input/output error (EIO)";
      case 6 -> "no such device or address (ENXIO)";
      case 7 -> "argument list too long (E2BIG)";
      case 9 -> "bad file descriptor (EBADF)";
      case 11 -> "resource temporarily unavailable (EAGAIN)";
      case 12 -> "cannot allocate memory (ENOMEM)";
      case 13 -> "permission denied (EACCES)";
      case 14 -> "bad address (EFAULT)";
      case 15 -> "block device required (ENOTBLK)";
      case 16 -> "device or resource busy (EBUSY)";
      case 17 -> "file exists (EEXIST)";
      case 18 -> "invalid cross-device link (EXDEV)";
      case 19 -> "no such device (ENODEV)";
      case 20 -> "not a directory (ENOTDIR)";
      case 21 -> "is a directory (EISDIR)";
      case 22 -> "invalid argument (EINVAL)";
      case 23 -> "too many open files in system (ENFILE)";
      case 24 -> "too many open files (EMFILE)";
      case 26 -> "text file busy (ETXTBSY)";
      case 27 -> "file too large (EFBIG)";
      case 28 -> "no space left on device (ENOSPC)";
      case 30 -> "read-only file system (EROFS)";
      case 31 -> "too many links (EMLINK)";
      case 34 -> "result too large (ERANGE)";
      case 36 -> "file name too long (ENAMETOOLONG)";
      case 38 -> "function not implemented (ENOSYS)";
      case 39 -> "directory not empty (ENOTEMPTY)";
      case 40 -> "too many levels of symbolic links (ELOOP)";
      case 61 -> "no data available (ENODATA)";
      case 75 -> "value too large for defined data type (EOVERFLOW)";
      case 95 -> "operation not supported (EOPNOTSUPP)";
      case 116 -> "stale file handle (ESTALE)";
      case 122 -> "disk quota exceeded (EDQUOT)";
      default -> "error " + errno;
    };
  }
}
