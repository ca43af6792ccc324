package build.stave.problem;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** Recognises a file system that is full, or whose quota is used up, among what can go wrong. */
public final class FullDisk {
  private FullDisk() {}

  /**
   * Explains the exception where it says that there is no space.
   *
   * @param doing what was being done, as a phrase
   * @param where the file or folder written to, as a person knows it
   * @return the same exception, to be thrown, where it says something else
   * @throws StaveException ENVIRONMENT, where there is no space
   */
  public static <E extends Exception> E explain(E exception, String doing, Object where) {
    if (isSaidBy(exception)) {
      throw Problem.environment(doing, "no space is left on the disk of " + where)
          .because(Reason.DISK_FULL)
          .fix("free space there or give the build a larger volume")
          .exception(exception);
    }
    return exception;
  }

  /**
   * What to throw where a file of the store cannot be written: hardly for anything else than space.
   *
   * @param doing what was being done, as a phrase; empty where who catches it says so
   */
  public static StaveException writing(Path file, String doing, IOException failure) {
    return Problem.environment(doing, "cannot write " + file + ": " + failure.getMessage())
        .because(Reason.DISK_FULL)
        .fix("free space in the folder of --store, or name another one")
        .exception(failure);
  }

  /** Whether an exception, or what caused it, says that there is no space. */
  public static boolean isSaidBy(Throwable exception) {
    for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
      boolean full =
          switch (cause) {
            case StaveException known -> known.problem().reason() == Reason.DISK_FULL;
            case IOException failure -> saysFull(failure);
            default -> false;
          };
      if (full) {
        return true;
      }
    }
    return false;
  }

  /** The JDK passes the texts of strerror(3) on, which are English in the C locale. */
  private static boolean saysFull(Throwable cause) {
    String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
    return message.contains("no space left") || message.contains("quota exceeded");
  }
}
