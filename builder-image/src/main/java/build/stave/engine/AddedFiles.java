package build.stave.engine;

import build.stave.linux.Files;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;

/** Puts files of this machine into a source, whose links lead nowhere outside of it. */
final class AddedFiles {
  private AddedFiles() {}

  /**
   * Writes the files; what is there under their names is replaced.
   *
   * @param root of the source, absolute
   */
  static void write(SortedMap<String, Path> files, String root) throws IOException {
    for (Map.Entry<String, Path> file : files.entrySet()) {
      Path path = SourceFile.clear(root, file.getKey());
      try (var out = Files.create(path.toString(), 0644)) {
        java.nio.file.Files.copy(file.getValue(), out);
      }
    }
  }
}
