package build.stave.operator.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Scripts of sh; git knows one author and no configuration. */
final class Scripts {
  private Scripts() {}

  static ProcessBuilder command(Path folder, List<String> command) {
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    var environment = builder.environment();
    environment.put("GIT_CONFIG_GLOBAL", "/dev/null");
    environment.put("GIT_CONFIG_NOSYSTEM", "1");
    for (String role : List.of("AUTHOR", "COMMITTER")) {
      environment.put("GIT_" + role + "_NAME", "A");
      environment.put("GIT_" + role + "_EMAIL", "a@example.com");
    }
    return builder;
  }

  /** Runs a script and gives back what it printed. */
  static String run(Path folder, String script) throws IOException, InterruptedException {
    Process process =
        command(folder, List.of("sh", "-euc", script)).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(script + "\n" + output);
    }
    return output.strip();
  }

  /** A repository with two commits: main and the annotated tag v1 are at one each. */
  static void repository(Path folder, String name) throws IOException, InterruptedException {
    run(
        folder,
        """
        git init -q -b main work && cd work
        git commit -q --allow-empty -m 1 && git tag -a v1 -m v1 && git commit -q --allow-empty -m 2
        cd .. && git clone -q --mirror work %s && rm -r work
        """
            .formatted(name));
  }

  static String commit(Path repository, String name) throws IOException, InterruptedException {
    return run(repository, "git rev-parse '" + name + "^{commit}'");
  }
}
