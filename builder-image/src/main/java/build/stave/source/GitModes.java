package build.stave.source;

import build.stave.linux.Files;
import build.stave.linux.Stat;
import java.io.IOException;

/** Gives a checkout the modes that git knows, whatever the umask was: 0644 and 0755. */
final class GitModes {
  private GitModes() {}

  static void normalize(String directory) throws IOException {
    Files.chmod(directory, 0755);
    for (String name : Files.list(directory)) {
      String path = directory + "/" + name;
      Stat stat = Files.lstat(path);
      if (stat.isDirectory()) {
        normalize(path);
      } else if (stat.isFile()) {
        Files.chmod(path, (stat.mode() & 0100) == 0 ? 0644 : 0755);
      }
    }
  }
}
