package build.stave.bench;

import build.stave.linux.Files;
import java.io.IOException;
import java.nio.file.Path;

/** A folder for one benchmark, on the file system that builds would use. */
public final class Scratch {
  private Scratch() {}

  public static Path create() throws IOException {
    Path parent = Path.of(System.getProperty("stave.bench.folder", "/var/tmp"));
    return java.nio.file.Files.createTempDirectory(parent, "stave-micro.");
  }

  public static void remove(Path folder) throws IOException {
    Files.removeTree(folder.toString());
  }
}
