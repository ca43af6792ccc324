package build.stave;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Test data of other projects, beside the repository. */
public final class SharedData {
  private SharedData() {}

  /** Where a file or folder of it lies, if there is any. */
  public static Path path(String name) {
    String shared = System.getenv("STAVE_SHARED");
    Path root =
        shared == null
            ? Path.of(System.getProperty("stave.root", "."), "..", "shared")
            : Path.of(shared);
    return root.resolve("data").resolve(name);
  }

  /** A file or folder of it; skips the test where it is not there. */
  public static Path require(String name) {
    Path path = path(name);
    assumeTrue(Files.exists(path), "no shared data (set STAVE_SHARED): " + path);
    return path;
  }
}
