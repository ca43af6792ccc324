package build.stave.dockerfile;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A Dockerfile of 200 instructions, as a generator would write it. */
@SuppressWarnings("NullAway.Init")
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Benchmark)
public class ParserBenchmark {
  private byte[] text;

  @Setup
  public void prepare() {
    String step =
        "RUN --mount=type=cache,target=/root/.cache apt-get update && \\\n    apt-get install -y ${PACKAGES:-git curl}\nCOPY --chown=1000:1000 [\"a b\", \"c\", \"/app/\"]\nENV A=\"$B c\" D=e\nLABEL x=y\n";
    text =
        ("ARG VERSION=1\nFROM debian:$VERSION AS base\n" + step.repeat(50))
            .getBytes(StandardCharsets.UTF_8);
  }

  @Benchmark
  public Dockerfile parse() {
    return DockerfileParser.parse("Dockerfile", text);
  }
}
