package build.stave.engine;

import static org.assertj.core.api.Assertions.assertThat;

import build.stave.linux.DiskUsage;
import build.stave.oci.Digest;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that build and trim in one store at once, some of which are killed. */
@Tag("real")
class StoreTrimRealTest {
  private static final long QUOTA = 600_000;
  private static final int ROUNDS = 60;
  private static final int KILLED = 8;

  @TempDir Path folder;

  @Test
  void processesTrimOneStoreAndSomeAreKilled() throws Exception {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    var random = new Random(seed);
    Path root = Files.createDirectory(folder.resolve("store"));
    List<Process> builds = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      builds.add(start(root, random.nextLong(), ROUNDS));
    }
    for (int i = 0; i < KILLED; i++) {
      Process victim = start(root, random.nextLong(), 100_000);
      // It has begun to build.
      assertThat(victim.inputReader().readLine()).isEqualTo("round");
      Thread.sleep(random.nextInt(60));
      victim.destroyForcibly().waitFor();
    }
    for (Process build : builds) {
      List<String> output = build.inputReader().readAllLines();
      assertThat(build.waitFor()).as(String.join("\n", output)).isZero();
      assertThat(output).hasSize(ROUNDS);
    }
    Process last = start(root, random.nextLong(), 1);
    assertThat(last.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(last.exitValue()).isZero();
    assertWhole(root);
  }

  private static Process start(Path root, long seed, int rounds) throws IOException {
    String classes =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return new ProcessBuilder(
            System.getProperty("java.home") + File.separator + "bin/java",
            "--enable-native-access=ALL-UNNAMED",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            classes,
            TrimmingWorker.class.getName(),
            root.toString(),
            Long.toString(seed),
            Integer.toString(rounds),
            Long.toString(QUOTA))
        .redirectErrorStream(true)
        .start();
  }

  private static void assertWhole(Path root) throws IOException {
    long kept = 0;
    for (String part : List.of("layers", "blobs", "caches")) {
      kept += DiskUsage.of(root.resolve(part));
    }
    System.out.println("kept " + kept + " bytes of " + QUOTA);
    // The folders themselves are not counted.
    assertThat(kept).isBetween(QUOTA / 4, QUOTA + 40_000);
    try (Stream<Path> files = Files.walk(root)) {
      assertThat(files).noneMatch(file -> file.toString().endsWith(".partial"));
    }
    try (Stream<Path> blobs = Files.list(root.resolve("blobs/sha256"))) {
      for (Path blob : blobs.toList()) {
        assertThat(Digest.of(Files.readAllBytes(blob)).hex())
            .isEqualTo(blob.getFileName().toString());
      }
    }
    try (Stream<Path> layers = Files.list(root.resolve("layers"))) {
      for (Path layer : layers.toList()) {
        assertThat(Files.size(layer.resolve("fs/f"))).isEqualTo(TrimmingWorker.LAYER);
        assertThat(Files.size(layer.resolve("fs/g"))).isEqualTo(TrimmingWorker.LAYER);
      }
    }
    try (Stream<Path> builds = Files.list(root.resolve("builds"))) {
      assertThat(builds).isEmpty();
    }
  }
}
