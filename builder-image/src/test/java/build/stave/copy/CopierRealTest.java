package build.stave.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import build.stave.archive.Bytes;
import build.stave.ignore.IgnoreRules;
import build.stave.linux.Files;
import build.stave.problem.StaveException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Owners, capabilities, devices and archives as tar writes them: what needs root, and tools. */
@Tag("real")
final class CopierRealTest {
  @TempDir private Path folder;
  private Trees trees;

  @BeforeEach
  void makeTrees() throws IOException {
    trees = new Trees(folder);
  }

  private void run(String script) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("sh", "-euc", script)
            .directory(Path.of(trees.source).toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(script + "\n" + output).isZero();
  }

  private CopySource.Tree archive(String name) {
    return new CopySource.Tree(
        trees.source, "the build context", name, IgnoreRules.NONE, CopySource.Origin.CONTEXT, true);
  }

  private static final String FILES =
      """
      mkdir -p x/d && echo F > x/d/f && ln x/d/f x/d/hard && ln -s d/f x/link
      chown 12:34 x/d/f && chown -h 56:78 x/link && chmod 4711 x/d/f && chmod 1777 x/d && touch -d @1000000000 x/d/f x/d
      """;

  @ParameterizedTest
  @CsvSource({
    "-cf a.bin",
    "-czf a.bin",
    "-cjf a.bin",
    "-cJf a.bin",
    "--zstd -cf a.bin",
    "--format=v7 -cf a.bin",
    "--format=ustar -cf a.bin",
    "--format=gnu -cf a.bin",
    "--format=pax -cf a.bin"
  })
  void unpacksArchivesWhateverTheirNameWithOwnersModesTimesAndLinks(String options)
      throws Exception {
    run(FILES + "tar -C x " + options + " . && rm -r x");

    Copier.copy(trees.request("/to", archive("a.bin")));

    assertThat(trees.result())
        .containsExactly(
            "to/ 755",
            "to/d/ 1777",
            "to/d/f 4711 12:34 F\n",
            "to/d/hard 4711 12:34 F\n",
            "to/link -> d/f 56:78");
    assertThat(trees.stat("to/d/hard").ino()).isEqualTo(trees.stat("to/d/f").ino());
    assertThat(trees.stat("to/d/f").mtime()).isEqualTo(1_000_000_000L);
    assertThat(trees.stat("to/d").mtime()).isEqualTo(1_000_000_000L);
  }

  @Test
  void givesWhatIsUnpackedToTheOwnerAskedFor() throws Exception {
    run(FILES + "tar -C x -cf a.tar . && rm -r x");

    Copier.copy(Trees.chown(trees.request("/to/", archive("a.tar")), 5, 6));

    assertThat(trees.result())
        .containsExactly(
            "to/ 755 5:6",
            "to/d/ 1777 5:6",
            "to/d/f 4711 5:6 F\n",
            "to/d/hard 4711 5:6 F\n",
            "to/link -> d/f 5:6");
  }

  @Test
  void unpacksOverWhatIsThere() throws Exception {
    run("mkdir -p x/d/new && echo N > x/d/f && tar -C x -cf a.tar . && rm -r x");
    Trees.directory(trees.root + "/to", 0700);
    trees.have("to/d/f", "old").have("to/d/kept", "K");

    Copier.copy(trees.request("/to", archive("a.tar")));

    assertThat(trees.result())
        .containsExactly(
            "to/ 700", "to/d/ 755", "to/d/f 644 N\n", "to/d/kept 644 K", "to/d/new/ 755");
  }

  @Test
  void leavesArchivesWholeWhereAskedAndCopiesWhatIsNone() throws Exception {
    run("echo text > notes.tar && echo F > f && tar -czf a.tgz f && rm f");

    Copier.copy(trees.request("/to/", archive("notes.tar"), trees.tree("a.tgz")));

    assertThat(Files.list(trees.root + "/to")).containsExactly("a.tgz", "notes.tar");
    assertThat(trees.stat("to/a.tgz").size())
        .isEqualTo(Files.lstat(trees.source + "/a.tgz").size());
  }

  @Test
  void unpacksADownloadWhereAsked() throws Exception {
    run("echo F > f && tar -cJf a.txz f");
    Path file = Path.of(trees.source, "a.txz");

    Copier.copy(trees.request("/to", new CopySource.LocalFile(file, "a.txz", 7, true)));
    Copier.copy(trees.request("/as", new CopySource.LocalFile(file, "a.txz", 7, false)));

    assertThat(Trees.read(trees.root + "/to/f")).isEqualTo("F\n");
    assertThat(trees.stat("as").permissions()).isEqualTo(0600);
    assertThat(trees.stat("as").mtime()).isEqualTo(7);
  }

  @Test
  void saysThatAnArchiveIsCutOff() throws Exception {
    run("head -c 300000 /dev/urandom > f && tar -cf - f | head -c 200000 > a.tar && rm f");

    assertThatThrownBy(() -> Copier.copy(trees.request("/to", archive("a.tar"))))
        .isInstanceOf(StaveException.class)
        .hasMessageContaining("a.tar");
  }

  @Test
  void unpacksSparseFiles() throws Exception {
    run(
        """
        truncate -s 3M s && printf end >> s && printf mid | dd of=s bs=1 seek=1M conv=notrunc 2>&1
        sha256sum s > sum
        for f in gnu pax; do tar -S --format=$f -cf $f.tar s; done
        """);
    for (String format : List.of("gnu", "pax")) {
      Copier.copy(trees.request("/" + format, archive(format + ".tar")));
      run("cd " + trees.root + "/" + format + " && sha256sum -c " + trees.source + "/sum");
    }
  }

  @Test
  void copiesFilesWithHoles() throws Exception {
    run("truncate -s 64M s && printf end >> s && sha256sum s > sum");

    trees.copy("s", "/to/");

    run("cd " + trees.root + "/to && sha256sum -c " + trees.source + "/sum");
  }

  @Test
  void keepsCapabilitiesWhenOwnersChange() throws Exception {
    run(
        "cp /bin/true a && setcap cap_net_raw+ep a && tar --xattrs --xattrs-include='*' -cf a.tar a");
    byte[] capability = Files.xattr(trees.source + "/a", "security.capability");

    trees.copy("a", "/copied/", r -> Trees.chown(r, 12, 34));
    Copier.copy(Trees.chown(trees.request("/unpacked", archive("a.tar")), 12, 34));

    for (String name : List.of("copied", "unpacked")) {
      String path = trees.root + "/" + name + "/a";
      assertThat(Files.xattr(path, "security.capability")).as(name).isEqualTo(capability);
      assertThat(Files.lstat(path).uid()).as(name).isEqualTo(12);
    }
  }

  @Test
  void keepsOwnersOfImagesAndGivesThoseOfContextsToRoot() throws Exception {
    run("mkdir d && echo F > d/f && chown 12:34 d d/f && chmod 6755 d/f");

    Copier.copy(trees.request("/image/", trees.image("d")));
    Copier.copy(trees.request("/context/", trees.tree("d")));
    Copier.copy(Trees.chown(trees.request("/asked/d/", trees.image("d")), 1, 2));

    assertThat(trees.result())
        .containsExactly(
            "asked/ 755 1:2",
            "asked/d/ 755 1:2",
            "asked/d/f 6755 1:2 F\n",
            "context/ 755",
            "context/f 6755 F\n",
            "image/ 755",
            "image/f 6755 12:34 F\n");
  }

  @Test
  void ownsHeredocsAndMadeParents() throws Exception {
    var inline = new CopySource.Inline("name", Bytes.of(new byte[] {'x'}));

    Copier.copy(Trees.chown(trees.request("/a/b/", inline), 1, 2));

    assertThat(trees.result()).containsExactly("a/ 755 1:2", "a/b/ 755 1:2", "a/b/name 644 1:2 x");
  }

  @Test
  void copiesDevicesWhereTheyCanBeMade() throws Exception {
    boolean made =
        new ProcessBuilder("mknod", trees.source + "/null", "c", "1", "3").start().waitFor() == 0;
    run("mkfifo fifo");
    assumeThat(made).as("devices can be made").isTrue();

    trees.copy("", "/to/");

    assertThat(trees.stat("to/null").rdevMajor()).isEqualTo(1);
    assertThat(trees.stat("to/null").rdevMinor()).isEqualTo(3);
  }

  @Test
  void leavesDevicesOutWhereTheyCannotBeMade() throws Exception {
    // An archive holds a device that nobody here need be able to make.
    run("tar -cf a.tar -C / dev/null -C \"$PWD\" --exclude=a.tar .");
    boolean possible =
        new ProcessBuilder("mknod", trees.source + "/null", "c", "1", "3").start().waitFor() == 0;

    Copier.copy(trees.request("/to", archive("a.tar")));

    assertThat(Files.lstatOrNull(trees.root + "/to/dev/null") != null).isEqualTo(possible);
  }
}
