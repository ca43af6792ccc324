package build.stave.copy;

import build.stave.bench.MicroBenchmark;
import build.stave.bench.Samples;
import build.stave.bench.Scratch;
import build.stave.ignore.IgnoreRules;
import build.stave.oci.Digest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What a COPY of 10,000 files of 1 KiB, or of one file of 256 MiB, costs before anything is copied.
 */
@SuppressWarnings("NullAway.Init")
public class ContextBenchmark extends MicroBenchmark {
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
