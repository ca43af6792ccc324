package build.stave.dockerfile;

import build.stave.bench.MicroBenchmark;
import java.nio.charset.StandardCharsets;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/** A Dockerfile of 200 instructions, as a generator would write it. */
@SuppressWarnings("NullAway.Init")
public class ParserBenchmark extends MicroBenchmark {
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
