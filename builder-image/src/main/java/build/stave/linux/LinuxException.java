package build.stave.linux;

import java.io.IOException;

/** A system call that failed; the message is {@code call path: text (ERRNO)}. */
public final class LinuxException extends IOException {
  public static final int EPERM = 1;
  public static final int ENOENT = 2;
  public static final int EACCES = 13;
  public static final int EEXIST = 17;
  public static final int EXDEV = 18;
  public static final int ENOTDIR = 20;
  public static final int EISDIR = 21;
  public static final int EINVAL = 22;
  public static final int ENOSPC = 28;
  public static final int ENAMETOOLONG = 36;
  public static final int ENOTEMPTY = 39;
  public static final int ELOOP = 40;
  public static final int ENODATA = 61;
  public static final int EOPNOTSUPP = 95;
  public static final int EDQUOT = 122;

  private final int errno;

  public LinuxException(String call, int errno, String text) {
    super(Names.printable(call) + ": " + text);
    this.errno = errno;
  }

  /** The error number of the failed call. */
  public int errno() {
    return errno;
  }
}
