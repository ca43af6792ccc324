package build.stave.corpus;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs programs of the machine. */
final class Tool {
  private static final int SECONDS = 120;

  private Tool() {}

  /**
   * How a program ended.
   *
   * @param exitCode 0 where it went well
   * @param output both of its outputs, in the order they came
   */
  record Result(int exitCode, String output) {}

  /** Runs a program; both outputs go to one log. */
  static Result run(Path folder, Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    Path log = Files.createTempFile("corpus", ".log");
    try {
      var builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectOutput(log.toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
        throw new IOException(command + " took more than " + SECONDS + " s");
      }
      String output = new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
      return new Result(process.exitValue(), output);
    } finally {
      Files.delete(log);
    }
  }

  /** Runs a program that must succeed. */
  static void must(Path folder, String... command) throws IOException, InterruptedException {
    Result result = run(folder, Map.of(), List.of(command));
    if (result.exitCode() != 0) {
      throw new IOException(String.join(" ", command) + ": " + result.output());
    }
  }

  /** The first of these programs that is not on the search path, or nothing. */
  static List<String> missing(String... programs) {
    List<String> folders = List.of(System.getenv().getOrDefault("PATH", "/usr/bin").split(":"));
    return Arrays.stream(programs)
        .filter(p -> folders.stream().noneMatch(f -> Files.isExecutable(Path.of(f, p))))
        .toList();
  }

  /** Copies a folder with {@code cp}, which keeps links; nothing happens where there is none. */
  static void copyFolder(Path from, Path to) throws IOException, InterruptedException {
    Files.createDirectories(to);
    if (Files.isDirectory(from)) {
      must(to, "cp", "-R", "-P", from + "/.", to.toString());
    }
    // The checkout's umask and owner are no part of a case.
    must(to, "sh", "-c", "chown -hR 0:0 . && chmod -R u=rwX,go=rX .");
  }

  /** Everything below a folder, sorted. */
  static List<Path> below(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(p -> !Files.isDirectory(p)).sorted().toList();
    }
  }
}
