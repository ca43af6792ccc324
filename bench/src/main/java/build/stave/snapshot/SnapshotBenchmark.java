package build.stave.snapshot;

import build.stave.archive.Change;
import build.stave.bench.MicroBenchmark;
import build.stave.bench.Samples;
import build.stave.bench.Scratch;
import build.stave.oci.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/**
 * A layer of 10,000 files of 1 KiB: unpacked into a fresh store, and found again as the changes of
 * a step.
 */
@SuppressWarnings("NullAway.Init")
public class SnapshotBenchmark extends MicroBenchmark {
  private static final int FILES = 10_000;

  private Path folder;
  private Path archive;
  private Digest diffId;
  private Store store;
  private Build build;
  private String upper;

  @Setup
  public void prepare() throws IOException {
    folder = Scratch.create();
    Path input = folder.resolve("input");
    archive = folder.resolve("layer.tar");
    diffId = Samples.archive(Samples.changes(input, Samples.files(input, FILES, 1024)), archive);
    upper = input.toString();
    store = Store.open(folder.resolve("store"));
  }

  @Setup(Level.Invocation)
  public void begin() throws IOException {
    for (StoredItem item : store.items()) {
      item.remove();
    }
    build = store.newBuild();
  }

  @TearDown(Level.Invocation)
  public void end() throws IOException {
    build.close();
  }

  @TearDown
  public void remove() throws IOException {
    Scratch.remove(folder);
  }

  @Benchmark
  public Tree unpack() throws IOException {
    return store.unpack(List.of(new LayerArchive(diffId, () -> Files.newInputStream(archive))));
  }

  /** Both passes over an upper directory: settling its times, and handing out its changes. */
  @Benchmark
  public void commit(Blackhole sink) throws IOException {
    var settled = new Settlement(upper, Tree.EMPTY, 1000, Long.MAX_VALUE).run();
    Change.Sink changes = sink::consume;
    new Changes(upper, Tree.EMPTY, settled.parents(), changes).run();
  }
}
