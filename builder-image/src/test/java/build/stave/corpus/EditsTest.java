package build.stave.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import build.stave.cache.CacheSettings;
import build.stave.oci.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A Dockerfile and its context change at random, again and again. Each time the build with the
 * cache of all builds before has the digest of a build without one, and carries out exactly the
 * steps that it has to. {@code -Dstave.seed=1 -Dstave.edits=500} repeats or prolongs it.
 */
@Tag("real")
final class EditsTest {
  private static final int EDITS = Integer.getInteger("stave.edits", 60);

  @Test
  void aCachedBuildIsAColdBuild(@TempDir Path folder) throws Exception {
    List<String> missing = Tool.missing("busybox", "tar", "setfattr", "setcap", "crun");
    assumeTrue(missing.isEmpty(), () -> "not installed: " + missing);
    boolean root = (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0;
    assumeTrue(root, "needs root of a user namespace");
    long seed = Long.getLong("stave.seed", System.nanoTime());
    System.out.println("-Dstave.seed=" + seed);
    var random = new Random(seed);
    var dockerfile = new EditedDockerfile(random);
    Corpus corpus = Corpus.create(folder.resolve("corpus"));
    try (StaveBuilder cached = StaveBuilder.create(folder.resolve("cached"), corpus.bases());
        StaveBuilder cold = StaveBuilder.create(folder.resolve("cold"), corpus.bases())) {
      for (int i = 0; i < EDITS; i++) {
        String edit = i == 0 ? "first" : dockerfile.edit();
        Path prepared = write(folder, dockerfile);
        List<String> flags = List.of("--build-arg=A=" + dockerfile.argument());
        var log = new StepLog();
        Digest withCache =
            cached
                .build(prepared, flags, folder.resolve("layout"), CacheSettings.STORE, log)
                .image()
                .digest();
        Digest without =
            cold.build(prepared, flags, folder.resolve("other"), CacheSettings.NONE, new StepLog())
                .image()
                .digest();
        String title = i + ": " + edit + "\n" + dockerfile.text();
        assertThat(withCache).as(title).isEqualTo(without);
        Set<String> expected = dockerfile.carriedOut();
        assertThat(log.carriedOut()).as(title).containsExactlyInAnyOrderElementsOf(expected);
      }
    } finally {
      Tool.must(folder, "sh", "-euc", "rm -rf cached cold corpus");
    }
  }

  private static Path write(Path folder, EditedDockerfile dockerfile) throws IOException {
    Path prepared = folder.resolve("prepared");
    Files.createDirectories(prepared.resolve("context"));
    Files.writeString(prepared.resolve("Dockerfile"), dockerfile.text());
    for (Map.Entry<String, String> file : dockerfile.files().entrySet()) {
      Files.writeString(prepared.resolve("context").resolve(file.getKey()), file.getValue());
    }
    return prepared;
  }
}
