package build.stave.bench.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** Runs commands in a control group, as containers of one pod, and says what they used. */
public final class Pod implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(15);

  // Joins the group, runs the command, and leaves what it and all its descendants that ended have
  // read and written.
  private static final String ENTER =
      """
      io=$1; shift
      for door in $1; do echo $$ >"$door"; done; shift
      "$@" </dev/null
      code=$?
      while read -r line; do echo "$line"; done </proc/$$/io >"$io"
      exit $code
      """;

  private final Cgroup group;
  private final Path folder;
  private final List<Process> daemons = new ArrayList<>();

  /**
   * @param folder where logs are written
   */
  public Pod(Cgroup group, Path folder) {
    this.group = group;
    this.folder = folder;
  }

  /** Starts what serves until the pod is closed, and waits until {@code ready} succeeds. */
  public void serve(Command daemon, Command ready) throws IOException, InterruptedException {
    daemons.add(start(daemon, "daemon", folder.resolve("daemon.io")));
    for (int attempt = 0; attempt < 300; attempt++) {
      Process look = start(ready, "ready", folder.resolve("ready.io"));
      if (look.waitFor() == 0) {
        return;
      }
      Thread.sleep(100);
    }
    throw new IOException(ready.words() + " never succeeded: " + log("daemon"));
  }

  /** Runs commands one after the other; what daemons use meanwhile counts. */
  public Usage run(List<Command> commands) throws IOException, InterruptedException {
    group.forgetPeak();
    var anonymous = new AtomicLong();
    Thread sampler = Thread.ofPlatform().daemon().start(() -> sample(anonymous));
    Io before = ofDaemons();
    double cpu = group.cpuSeconds();
    long start = System.nanoTime();
    Io used = Io.NONE;
    try {
      for (Command command : commands) {
        Path io = folder.resolve("command.io");
        Process process = start(command, "command", io);
        if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
          process.descendants().forEach(ProcessHandle::destroyForcibly);
          process.destroyForcibly();
          throw new IOException("took more than " + LIMIT.toMinutes() + " minutes");
        }
        if (process.exitValue() != 0) {
          throw new IOException("exit code " + process.exitValue() + ": " + log("command"));
        }
        used = used.plus(Io.read(io));
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      used = used.plus(ofDaemons().minus(before));
      return new Usage(
          seconds,
          group.cpuSeconds() - cpu,
          group.peakBytes(),
          anonymous.get(),
          used.read(),
          used.written());
    } finally {
      sampler.interrupt();
      sampler.join();
    }
  }

  @Override
  public void close() throws IOException {
    daemons.forEach(Process::destroyForcibly);
    group.close();
  }

  /** The end of what the last command said. */
  private String log(String name) throws IOException {
    List<String> lines =
        Files.readAllLines(folder.resolve(name + ".log"), StandardCharsets.ISO_8859_1);
    return lines.stream().skip(Math.max(0, lines.size() - 8)).collect(Collectors.joining(" | "));
  }

  private Process start(Command command, String name, Path io) throws IOException {
    String doors = group.doors().stream().map(Path::toString).collect(Collectors.joining(" "));
    var words = new ArrayList<>(List.of("sh", "-c", ENTER, "enter", io.toString(), doors));
    words.addAll(command.words());
    var builder = new ProcessBuilder(words).directory(folder.toFile()).redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.to(folder.resolve(name + ".log").toFile()));
    builder.environment().putAll(command.environment());
    return builder.start();
  }

  private void sample(AtomicLong most) {
    try {
      while (true) {
        most.accumulateAndGet(group.anonymousBytes(), Math::max);
        Thread.sleep(20);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Io ofDaemons() throws IOException {
    Io sum = Io.NONE;
    for (long process : daemons.isEmpty() ? List.<Long>of() : group.processes()) {
      try {
        sum = sum.plus(Io.read(Path.of("/proc/" + process + "/io")));
      } catch (NoSuchFileException _) {
        // It ended; its parent counts what it did.
      }
    }
    return sum;
  }

  private record Io(long read, long written) {
    static final Io NONE = new Io(0, 0);

    static Io read(Path file) throws IOException {
      long read = 0;
      long written = 0;
      for (String line : Files.readAllLines(file)) {
        if (line.startsWith("read_bytes: ")) {
          read = Long.parseLong(line.substring(12));
        } else if (line.startsWith("write_bytes: ")) {
          written = Long.parseLong(line.substring(13));
        }
      }
      return new Io(read, written);
    }

    Io plus(Io other) {
      return new Io(read + other.read, written + other.written);
    }

    Io minus(Io other) {
      return new Io(read - other.read, written - other.written);
    }
  }
}
