package build.stave.copy;

import build.stave.bench.Samples;
import build.stave.bench.Scratch;
import build.stave.ignore.IgnoreRules;
import build.stave.oci.Digest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a COPY of 10,000 files of 1 KiB, or of one file of 256 MiB, costs before anything is copied.
 */
@SuppressWarnings("NullAway.Init")
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Benchmark)
public class ContextBenchmark {
  @Param({"10000x1024", "1x268435456"})
  private String files;

  private Path folder;

  @Setup
  public void prepare() throws IOException {
    folder = Scratch.create();
    int at = files.indexOf('x');
    Samples.files(
        folder,
        Integer.parseInt(files.substring(0, at)),
        Integer.parseInt(files.substring(at + 1)));
  }

  @TearDown
  public void remove() throws IOException {
    Scratch.remove(folder);
  }

  @Benchmark
  public Digest digest() throws IOException {
    var tree =
        new CopySource.Tree(
            folder.toString(),
            "the context",
            "",
            IgnoreRules.NONE,
            CopySource.Origin.CONTEXT,
            false);
    return ContentDigest.of(List.of(tree), false, List.of());
  }
}
