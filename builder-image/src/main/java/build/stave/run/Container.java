package build.stave.run;

import build.stave.oci.Json;
import build.stave.problem.Problem;
import build.stave.run.StepOutput.Channel;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** One crun process from start to end. */
final class Container {
  private static final int KILLED = 137;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Path crun;
  private final Path bundle;
  private final RunRequest request;
  private final ReentrantLock outputLock = new ReentrantLock();

  /**
   * @param bundle folder with the config.json; takes crun's state and log too
   */
  Container(Path crun, Path bundle, RunRequest request) {
    this.crun = crun;
    this.bundle = bundle;
    this.request = request;
  }

  RunResult run() throws IOException, InterruptedException {
    MemoryKills before = MemoryKills.now();
    Process process = start();
    Thread stdout = reader(process.getInputStream(), Channel.STDOUT);
    Thread stderr = reader(process.getErrorStream(), Channel.STDERR);
    boolean ended = false;
    try {
      ended = await(process);
    } finally {
      if (!ended) {
        kill(process);
      }
    }
    stdout.join();
    stderr.join();
    if (!ended) {
      return RunResult.of(KILLED, "killed: it took longer than " + text(request.timeout()));
    }
    int code = process.exitValue();
    String problem = log();
    if (problem != null) {
      return explain(problem);
    }
    if (MemoryKills.now().explain(code, before)) {
      return new RunResult(code, Optional.of("killed: out of memory"), true);
    }
    return RunResult.of(code);
  }

  private Process start() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            crun.toString(),
            "--root=" + bundle.resolve("state"),
            "--cgroup-manager=disabled",
            "--log=" + bundle.resolve("log"),
            "--log-format=json",
            "run",
            "--no-new-keyring",
            "--bundle=" + bundle,
            "step");
    builder.environment().clear();
    builder.directory(bundle.toFile());
    builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    return builder.start();
  }

  /** False when time is up. */
  private boolean await(Process process) throws InterruptedException {
    if (request.timeout().isZero()) {
      process.waitFor();
      return true;
    }
    return process.waitFor(request.timeout());
  }

  /**
   * The first process of the container is crun's child. When it dies the kernel kills the others;
   * crun, which waits for it, removes what it has set up.
   */
  private static void kill(Process process) {
    boolean interrupted = Thread.interrupted();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (process.isAlive() && System.nanoTime() < deadline) {
      process.children().forEach(ProcessHandle::destroyForcibly);
      try {
        process.waitFor(20, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private Thread reader(InputStream in, Channel channel) {
    return Thread.ofVirtual()
        .start(
            () -> {
              try (in) {
                LineReader.read(in, line -> emit(channel, line));
              } catch (IOException e) {
                emit(channel, "(output lost: " + e.getMessage() + ")");
              }
            });
  }

  private void emit(Channel channel, String line) {
    outputLock.lock();
    try {
      request.output().line(channel, line);
    } finally {
      outputLock.unlock();
    }
  }

  /** The last thing crun complained about, or null. */
  private @Nullable String log() throws IOException {
    Path file = bundle.resolve("log");
    if (!Files.exists(file)) {
      return null;
    }
    List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
    for (String line : lines.reversed()) {
      Map<?, ?> entry = Json.read(line.getBytes(StandardCharsets.UTF_8), Map.class);
      if ("error".equals(entry.get("level"))) {
        return String.valueOf(entry.get("msg"));
      }
    }
    return null;
  }

  private RunResult explain(String message) {
    String command = request.arguments().getFirst();
    String text = message.toLowerCase(Locale.ROOT);
    if (text.contains("exec")) {
      if (text.contains("no such file")) {
        return StartFailure.failed(
            StartFailure.NOT_FOUND,
            command,
            command.contains("/")
                ? "no such file or directory"
                : "executable file not found in $PATH");
      }
      if (text.contains("permission denied") || text.contains("not permitted")) {
        return StartFailure.failed(StartFailure.NOT_EXECUTABLE, command, "permission denied");
      }
      if (text.contains("exec format error")) {
        return StartFailure.failed(StartFailure.NOT_EXECUTABLE, command, "exec format error");
      }
      if (text.contains("argument list too long")) {
        return StartFailure.failed(StartFailure.NOT_EXECUTABLE, command, "argument list too long");
      }
    }
    if (text.contains("chdir")) {
      throw Problem.user("the working directory " + request.workingDir() + " cannot be entered")
          .exception();
    }
    throw Problem.environment("start a container for RUN", "crun: " + message).exception();
  }

  private static String text(Duration duration) {
    return duration.toString().substring(2).toLowerCase(Locale.ROOT);
  }
}
