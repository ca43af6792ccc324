package build.stave.layer;

import build.stave.archive.Change;
import build.stave.archive.TarWriter;
import build.stave.bench.MicroBenchmark;
import build.stave.bench.Samples;
import build.stave.bench.Scratch;
import build.stave.oci.Digest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * 64 MiB in 2,048 files of 32 KiB: tar alone, tar and its digest, and whole layers in each format.
 */
@SuppressWarnings("NullAway.Init")
public class LayerBenchmark extends MicroBenchmark {
  private Path folder;
  private List<Change> changes;

  @Setup
  public void prepare() throws IOException {
    folder = Scratch.create();
    changes = Samples.changes(folder, Samples.files(folder, 2048, 32 * 1024));
  }

  @TearDown
  public void remove() throws IOException {
    Scratch.remove(folder);
  }

  @Benchmark
  public void tar() throws IOException {
    write(OutputStream.nullOutputStream());
  }

  @Benchmark
  public Digest tarAndDigest() throws IOException {
    var out = new HashingOutput(OutputStream.nullOutputStream());
    write(out);
    return out.digest();
  }

  @Benchmark
  public Digest gzipLayer() throws IOException {
    return layer(LayerCompression.GZIP);
  }

  @Benchmark
  public Digest zstdLayer() throws IOException {
    return layer(LayerCompression.ZSTD);
  }

  @Benchmark
  public Digest plainLayer() throws IOException {
    return layer(LayerCompression.NONE);
  }

  private void write(OutputStream out) throws IOException {
    try (var tar = new TarWriter(out)) {
      for (Change change : changes) {
        tar.put(change);
      }
    }
  }

  private Digest layer(LayerCompression compression) throws IOException {
    var writer = new LayerWriter(compression, Runtime.getRuntime().availableProcessors());
    LayerBlob blob =
        writer.write(
            sink -> {
              for (Change change : changes) {
                sink.accept(change);
              }
            },
            folder);
    Files.delete(blob.file());
    return blob.diffId();
  }
}
