package build.stave.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import build.stave.archive.Entry;
import build.stave.archive.TarWriter;
import build.stave.linux.FileSystems;
import build.stave.linux.Files;
import build.stave.oci.Digest;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a step of one file costs over a small and over a large base (docs/performance.md). */
@Tag("bench")
class CommitCostTest {
  private static final int SMALL = 1_000;
  private static final int LARGE = 300_000;
  private static final int IN_DIRECTORY = 100;
  private static final int ROUNDS = 4;
  private static final int RUNS = 50;

  @TempDir Path folder;

  @Test
  void theCommitOfOneFileDoesNotDependOnTheBase() throws Exception {
    Store store = Store.open(folder.resolve("store"));
    try (Build build = store.newBuild()) {
      Tree small = base(store, SMALL);
      long started = System.nanoTime();
      Tree large = base(store, LARGE);
      System.out.printf(
          Locale.ROOT, "unpack of %,d files: %.1f s%n", LARGE, (System.nanoTime() - started) / 1e9);
      started = System.nanoTime();
      FileSystems.sync(folder.toString());
      System.out.printf(
          Locale.ROOT, "sync, which is left out: %.1f s%n", (System.nanoTime() - started) / 1e9);
      steps(build, small, 100);
      List<Long> overSmall = new ArrayList<>();
      List<Long> overLarge = new ArrayList<>();
      for (int round = 0; round < ROUNDS; round++) {
        overSmall.add(report(SMALL, steps(build, small, RUNS)));
        overLarge.add(report(LARGE, steps(build, large, RUNS)));
      }
      long most = 2 * best(overSmall) + 5_000_000;
      assertThat(best(overLarge)).as("nanoseconds over the large base").isLessThan(most);
    }
  }

  private Tree base(Store store, int files) throws Exception {
    Path archive = folder.resolve("base-" + files + ".tar");
    MessageDigest hash = MessageDigest.getInstance("SHA-256");
    try (var out = java.nio.file.Files.newOutputStream(archive);
        var tar = new TarWriter(new BufferedOutputStream(new DigestOutputStream(out, hash)))) {
      for (int i = 0; i < files; i++) {
        String directory = "d" + i / IN_DIRECTORY;
        if (i % IN_DIRECTORY == 0) {
          tar.put(entry(directory, Entry.Kind.DIRECTORY, 0));
        }
        byte[] content = {'x'};
        Entry file = entry(directory + "/f" + i, Entry.Kind.FILE, content.length);
        tar.put(file, new ByteArrayInputStream(content));
      }
    }
    Digest diffId = Digest.of(hash.digest(), "sha256");
    return store.unpack(
        List.of(new LayerArchive(diffId, () -> java.nio.file.Files.newInputStream(archive))));
  }

  private static Entry entry(String path, Entry.Kind kind, long size) {
    return new Entry(path, kind, 0755, 0, 0, size, 1000, "", 0, 0, new TreeMap<>());
  }

  /** Median time of begin, one file written, commit, its changes read, and close. */
  private static long steps(Build build, Tree below, int runs) throws IOException {
    List<Long> times = new ArrayList<>();
    for (int run = 0; run < runs; run++) {
      long started = System.nanoTime();
      try (Snapshot step = build.begin(below)) {
        try (var out = Files.create(step.root() + "/d7/new", 0644)) {
          out.write(run);
        }
        Committed committed = step.commit(5000, 1_600_000_000);
        List<String> paths = new ArrayList<>();
        committed.changes().forEach(change -> paths.add(change.path()));
        assertThat(paths).containsExactly("d7", "d7/new");
      }
      times.add(System.nanoTime() - started);
    }
    times.sort(null);
    return times.get(runs / 2);
  }

  private static long report(int files, long median) {
    System.out.printf(
        Locale.ROOT, "one-file step over %,d files: median %.2f ms%n", files, median / 1e6);
    return median;
  }

  private static long best(List<Long> medians) {
    return medians.stream().mapToLong(Long::longValue).min().orElseThrow();
  }
}
