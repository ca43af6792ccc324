package build.stave.bench.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Commands that are not measured. */
public final class Shell {
  private Shell() {}

  /** Runs a command that must succeed, and returns what it wrote. */
  public static String run(String... words) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (process.waitFor() != 0) {
      throw new IOException(List.of(words) + ": " + output);
    }
    return output;
  }
}
