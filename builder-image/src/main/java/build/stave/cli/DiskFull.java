package build.stave.cli;

import build.stave.linux.LinuxException;
import build.stave.problem.Problem;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Optional;

/** Recognises a full disk, wherever in a build it shows. */
final class DiskFull {
  private DiskFull() {}

  /** The problem as a person should read it; empty for any other failure. */
  static Optional<Problem> of(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException io && isFull(io)) {
        return Optional.of(
            Problem.environment("", "the disk is full: " + text(io))
                .fix("make room there, or name another folder with --store"));
      }
    }
    return Optional.empty();
  }

  private static boolean isFull(IOException failure) {
    if (failure instanceof LinuxException linux) {
      return linux.errno() == LinuxException.ENOSPC || linux.errno() == LinuxException.EDQUOT;
    }
    // Java tells it by the text of the C library alone.
    String message = String.valueOf(failure.getMessage());
    return message.endsWith("No space left on device") || message.endsWith("Disk quota exceeded");
  }

  private static String text(IOException failure) {
    return failure instanceof FileSystemException file && file.getFile() != null
        ? file.getFile()
        : String.valueOf(failure.getMessage());
  }
}
