package build.stave.engine;

import build.stave.problem.FullDisk;
import build.stave.problem.Problem;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Files of a person's that are either whole or not there. */
final class AtomicFile {
  private AtomicFile() {}

  /** Writes content. */
  interface Content {
    /** Writes all of it; may close the stream. */
    void writeTo(OutputStream out) throws IOException;
  }

  /** Writes beside the file and renames; a file that was there stays if writing fails. */
  static void write(Path file, Content content) throws IOException {
    Path absolute = file.toAbsolutePath();
    Path part = absolute.resolveSibling("." + absolute.getFileName() + ".part");
    try {
      try (OutputStream out = Files.newOutputStream(part)) {
        content.writeTo(out);
      }
      Files.move(part, absolute, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      throw Problem.user("there is no folder " + absolute.getParent()).exception(e);
    } catch (IOException e) {
      throw FullDisk.explain(e, "write " + file, absolute);
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
