package build.stave.engine;

import build.stave.archive.Bytes;
import build.stave.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/** Writes a context whose files are at hand. */
final class InlineFiles {
  private InlineFiles() {}

  /** The folder, as an absolute path. */
  static String write(BuildRequest.Source.Inline inline, Path folder) throws IOException {
    for (Map.Entry<String, Bytes> file : inline.files().entrySet()) {
      Path path = folder.resolve(file.getKey()).normalize();
      if (!path.startsWith(folder) || path.equals(folder)) {
        throw Problem.user("inline file " + file.getKey() + " is outside of the context")
            .fix("name it relative to the context")
            .exception();
      }
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue().toArray());
      String mode = inline.executable().contains(file.getKey()) ? "rwxr-xr-x" : "rw-r--r--";
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }
    return folder.toString();
  }
}
