package build.stave.engine;

import static org.assertj.core.api.Assertions.assertThat;

import build.stave.archive.Entry;
import build.stave.archive.Limits;
import build.stave.archive.RawTar;
import build.stave.archive.TarReader;
import build.stave.layout.OciLayout;
import build.stave.oci.Blob;
import build.stave.oci.Digest;
import build.stave.oci.Platform;
import build.stave.registry.Credentials;
import build.stave.registry.RegistrySettings;
import build.stave.source.ContextSpec;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Times that an archive gives stay, however they lie to the time of the build. */
@Tag("real")
class GivenTimesRealTest {
  private static final long EPOCH = Timestamps.DEFAULT_EPOCH;
  private static final Duration YEARS = Duration.ofDays(4000);

  /** While the archive is made, and in years to come. */
  private final long now = Instant.now().getEpochSecond();

  private final long later = now + Duration.ofDays(700).toSeconds();

  @TempDir Path folder;

  @BeforeEach
  void makeContext() throws Exception {
    Path context = Files.createDirectory(folder.resolve("context"));
    Files.write(
        context.resolve("a.tar"),
        new RawTar()
            .mtime(later)
            .directory("later/")
            .file("later/f", "1")
            .mtime(now)
            .file("made/f", "2")
            .file("dir/f", "3")
            .end());
  }

  /** The digest that a build has when the clock is set to another time. */
  private Digest build(String name, String dockerfile, Duration offset) throws Exception {
    try (var builds =
        new LayoutBuilds(
            folder,
            new ContextSpec.Folder(folder.resolve("context").toString()),
            Builder.open(
                TestBuilds.settings(
                    folder.resolve("store"), RegistrySettings.of(Credentials.NONE), warning -> {}),
                Clock.offset(Clock.systemUTC(), offset)))) {
      return builds.build(name, dockerfile).digest();
    }
  }

  /** The times in the last layer of an image. */
  private SortedMap<String, Long> times(String name) throws Exception {
    Blob layer =
        OciLayout.open(folder.resolve(name)).image("1", Platform.local()).layers().getLast();
    SortedMap<String, Long> times = new TreeMap<>();
    try (InputStream in = layer.open();
        var archive = new TarReader(in, "layer", Limits.DEFAULT)) {
      for (Entry entry = archive.next(); entry != null; entry = archive.next()) {
        times.put(entry.path(), entry.mtime());
      }
    }
    return times;
  }

  @Test
  void anArchiveKeepsItsTimesWhateverTheClockSays() throws Exception {
    build("base", "FROM scratch\nADD a.tar /\n", YEARS);
    String dockerfile = "FROM base\nADD a.tar /dir/\n";

    Digest digest = build("before", dockerfile, YEARS.negated());

    assertThat(times("before"))
        .containsExactlyEntriesOf(
            new TreeMap<>(
                Map.of(
                    "dir", EPOCH,
                    "dir/dir", EPOCH,
                    "dir/dir/f", now,
                    "dir/later", later,
                    "dir/later/f", later,
                    "dir/made", EPOCH,
                    "dir/made/f", now)));
    assertThat(build("after", dockerfile, YEARS)).isEqualTo(digest);
  }

  @Test
  void whatIsCopiedFromAnImageKeepsThem() throws Exception {
    build("base", "FROM scratch\nADD a.tar /\n", YEARS);
    String dockerfile = "FROM scratch\nCOPY --from=base / /\n";

    Digest digest = build("before", dockerfile, YEARS.negated());

    assertThat(times("before")).containsEntry("later", later).containsEntry("dir/f", now);
    assertThat(build("after", dockerfile, YEARS)).isEqualTo(digest);
  }
}
