package build.stave.run;

import build.stave.problem.Problem;
import build.stave.problem.StaveException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The OCI runtime that steps are run with. */
public final class Crun {
  private Crun() {}

  /** Where crun is on the PATH of this process. */
  public static Optional<Path> find() {
    String path = System.getenv().getOrDefault("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
    for (String folder : path.split(File.pathSeparator, -1)) {
      Path candidate = Path.of(folder, "crun");
      if (candidate.isAbsolute() && Files.isExecutable(candidate)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  /**
   * Where crun is.
   *
   * @throws StaveException ENVIRONMENT where it is not installed
   */
  public static Path require() {
    return find().orElseThrow(() -> missing().exception());
  }

  static Problem missing() {
    return Problem.environment("run a RUN step", "crun is not installed")
        .fix("apt-get install crun");
  }
}
