package build.stave.engine;

import build.stave.linux.Files;
import build.stave.linux.RootPath;
import build.stave.problem.Problem;
import build.stave.problem.Reason;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;

/** A place in a source, whose links lead nowhere outside of it. */
final class SourceFile {
  private SourceFile() {}

  /**
   * The path that a name means, with folders above it and nothing at it.
   *
   * @param root of the source, absolute
   */
  static Path clear(String root, String name) throws IOException {
    String path = RootPath.resolveParent(root, name);
    if (path.equals(root)) {
      throw invalid(name, "it names no file").exception();
    }
    try {
      java.nio.file.Files.createDirectories(Path.of(path).getParent());
    } catch (FileAlreadyExistsException e) {
      throw invalid(name, "a folder of it is a file").exception(e);
    }
    Files.removeTree(path);
    return Path.of(path);
  }

  private static Problem invalid(String name, String why) {
    return Problem.user("the file " + name + " cannot be put into the source: " + why)
        .because(Reason.SOURCE_INVALID);
  }
}
