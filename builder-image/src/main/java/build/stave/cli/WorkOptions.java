package build.stave.cli;

import build.stave.layer.LayerCompression;
import build.stave.problem.Problem;
import java.time.Duration;
import java.util.List;
import org.apache.commons.cli.ParseException;

/**
 * The flags that say how much is done, and how.
 *
 * @param timeout zero for none
 */
record WorkOptions(
    boolean check, boolean plan, LayerCompression compression, int threads, Duration timeout) {
  private static final Flag CHECK = Flag.of("check", "Check the Dockerfile and build nothing");
  private static final Flag PLAN = Flag.of("plan", "Print the build graph and build nothing");
  private static final Flag COMPRESSION =
      Flag.of("compression", "gzip|zstd|none", "Format of new layers (default: gzip)");
  private static final Flag THREADS =
      Flag.of("threads", "N", "Threads that compress (default: one a processor)");
  private static final Flag TIMEOUT =
      Flag.of("timeout", "DURATION", "Give up after this time, such as 90s, 30m or 2h");

  static final List<Flag> FLAGS = List.of(CHECK, PLAN, COMPRESSION, THREADS, TIMEOUT);

  static WorkOptions of(Line line) throws ParseException {
    return new WorkOptions(
        line.has(CHECK),
        line.has(PLAN),
        compression(line.value(COMPRESSION, "gzip")),
        line.number(THREADS, Runtime.getRuntime().availableProcessors()),
        timeout(line));
  }

  private static LayerCompression compression(String name) {
    return switch (name) {
      case "gzip" -> LayerCompression.GZIP;
      case "zstd" -> LayerCompression.ZSTD;
      case "none", "uncompressed" -> LayerCompression.NONE;
      default ->
          throw Problem.user("unknown compression " + name)
              .fix("compressions are gzip, zstd and none")
              .exception();
    };
  }

  private static Duration timeout(Line line) throws ParseException {
    String text = line.value(TIMEOUT);
    return text == null ? Duration.ZERO : Durations.parse(text);
  }
}
