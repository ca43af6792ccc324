package build.stave.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/**
 * A command of the machine.
 *
 * @param line the program and its arguments
 * @param environment variables added to those of the tests
 * @param input what it reads
 */
record Command(List<String> line, Map<String, String> environment, String input) {
  private static final int MINUTES = 10;

  static Command of(String... line) {
    return new Command(List.of(line), Map.of(), "");
  }

  Command with(String variable, String value) {
    Map<String, String> more = new HashMap<>(environment);
    more.put(variable, value);
    return new Command(line, Map.copyOf(more), input);
  }

  Command reading(String text) {
    return new Command(line, environment, text);
  }

  /** What it printed; the test fails where it did not go well. */
  String output() {
    Result result = run();
    if (result.code() != 0) {
      throw new AssertionError(
          String.join(" ", line) + " ended with " + result.code() + ":\n" + result.text());
    }
    return result.out();
  }

  Result run() {
    ProcessBuilder builder = new ProcessBuilder(line);
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      Future<String> out = text(process.getInputStream());
      Future<String> error = text(process.getErrorStream());
      try (var in = process.getOutputStream()) {
        in.write(input.getBytes(StandardCharsets.UTF_8));
      }
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new AssertionError(String.join(" ", line) + " takes more than ten minutes");
      }
      return new Result(process.exitValue(), out.get(), error.get());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Future<String> text(InputStream stream) {
    FutureTask<String> read =
        new FutureTask<>(() -> new String(stream.readAllBytes(), StandardCharsets.UTF_8));
    Thread.startVirtualThread(read);
    return read;
  }

  /** How it ended. */
  record Result(int code, String out, String error) {
    /** All that it printed. */
    String text() {
      return out + error;
    }
  }
}
