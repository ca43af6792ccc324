package build.stave.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Runs commands for fixtures; git knows one author, one time and no configuration. */
public final class Shell {
  private static final Map<String, String> GIT =
      Map.of(
          "GIT_CONFIG_GLOBAL", "/dev/null",
          "GIT_CONFIG_NOSYSTEM", "1",
          "GIT_AUTHOR_NAME", "A",
          "GIT_AUTHOR_EMAIL", "a@example.com",
          "GIT_AUTHOR_DATE", "@1500000000 +0000",
          "GIT_COMMITTER_NAME", "A",
          "GIT_COMMITTER_EMAIL", "a@example.com",
          "GIT_COMMITTER_DATE", "@1500000000 +0000");

  private Shell() {}

  /** A command that is yet to be started. */
  public static ProcessBuilder command(Path folder, List<String> command) {
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().putAll(GIT);
    return builder;
  }

  /**
   * Runs a script of sh.
   *
   * @return what it printed, stripped
   * @throws IOException where it fails, with what it said
   */
  public static String run(Path folder, String script) throws IOException, InterruptedException {
    Process process =
        command(folder, List.of("sh", "-euc", script)).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(script + "\n" + output);
    }
    return output.strip();
  }
}
