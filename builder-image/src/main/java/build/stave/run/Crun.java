package build.stave.run;

import build.stave.problem.Problem;
import build.stave.problem.StaveException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** The OCI runtime that steps are run with. */
public final class Crun {
  private Crun() {}

  /** Where crun is on the PATH of this process. */
  public static Optional<Path> find() {
    return onPath("crun");
  }

  /**
   * Where crun is.
   *
   * @throws StaveException ENVIRONMENT where it is not installed
   */
  public static Path require() {
    return find().orElseThrow(() -> missing().exception());
  }

  /**
   * Installs crun where that is the matter of one command: as root on Debian and Ubuntu. It must be
   * called outside of any namespace of the builder's.
   *
   * @param say gets one line before anything is changed
   * @throws StaveException ENVIRONMENT where it cannot be installed
   */
  public static Path install(Consumer<String> say) throws IOException, InterruptedException {
    Optional<Path> apt = onPath("apt-get");
    if (apt.isEmpty() || !"root".equals(System.getProperty("user.name"))) {
      throw missing().exception();
    }
    say.accept("installing crun, which runs RUN steps: apt-get install crun");
    Process process =
        new ProcessBuilder(
                apt.get().toString(), "install", "--yes", "--no-install-recommends", "crun")
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (process.waitFor() != 0) {
      String last = output.substring(output.lastIndexOf('\n') + 1);
      throw Problem.environment("install crun", "apt-get install crun failed: " + last)
          .fix("run `apt-get update && apt-get install crun`")
          .exception();
    }
    return require();
  }

  static Problem missing() {
    return Problem.environment("run a RUN step", "crun is not installed")
        .fix("apt-get install crun");
  }

  static Optional<Path> onPath(String name) {
    String path = System.getenv().getOrDefault("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
    for (String folder : path.split(File.pathSeparator, -1)) {
      Path candidate = Path.of(folder, name);
      if (candidate.isAbsolute() && Files.isExecutable(candidate)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }
}
