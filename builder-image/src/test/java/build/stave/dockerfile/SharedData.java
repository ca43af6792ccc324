package build.stave.dockerfile;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Test data of other projects, beside the repository. */
final class SharedData {
  private SharedData() {}

  static Path buildkit(String name) {
    String shared = System.getenv("STAVE_SHARED");
    Path root =
        shared == null
            ? Path.of(System.getProperty("stave.root", "."), "..", "shared")
            : Path.of(shared);
    Path path = root.resolve("data/buildkit").resolve(name);
    assumeTrue(Files.exists(path), "no shared data (set STAVE_SHARED): " + path);
    return path;
  }
}
