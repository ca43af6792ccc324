package build.stave.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import build.stave.ignore.IgnoreRules;
import build.stave.linux.Files;
import build.stave.linux.Stat;
import build.stave.problem.Category;
import build.stave.problem.StaveException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CopierTest {
  @TempDir private Path folder;
  private Trees trees;

  @BeforeEach
  void makeTrees() throws IOException {
    trees = new Trees(folder);
  }

  @Test
  void copiesAFileToAName() throws IOException {
    trees.in("a.txt", "A").copy("a.txt", "/x/y/b.txt");

    assertThat(trees.result()).containsExactly("x/ 755", "x/y/ 755", "x/y/b.txt 644 A");
    assertThat(trees.stat("x/y/b.txt").mtime()).isEqualTo(Trees.EPOCH);
    assertThat(trees.stat("x").mtime()).isEqualTo(Trees.EPOCH);
    assertThat(trees.stat("x/y").mtime()).isEqualTo(Trees.EPOCH);
  }

  @Test
  void copiesAFileIntoADirectory() throws IOException {
    trees.in("d/a", "A").have("there/other", "O");
    trees.copy("d/a", "/there");
    trees.copy("d/a", "/new/");
    trees.copy("d/a", "/dot/.");

    assertThat(trees.result())
        .containsExactly(
            "dot/ 755",
            "dot/a 644 A",
            "new/ 755",
            "new/a 644 A",
            "there/ 755",
            "there/a 644 A",
            "there/other 644 O");
  }

  @Test
  void copiesTheContentOfADirectoryAndNotItself() throws IOException {
    trees.in("d/a", "A").in("d/sub/b", "B");
    Files.chmod(trees.source + "/d", 0700);
    Files.chmod(trees.source + "/d/sub", 02750);
    trees.copy("d", "/out");

    assertThat(trees.result())
        .containsExactly("out/ 755", "out/a 644 A", "out/sub/ 2750", "out/sub/b 644 B");
    assertThat(trees.stat("out/sub").mtime()).isEqualTo(Trees.EPOCH);
  }

  @Test
  void copiesSeveralSourcesIntoADirectoryEvenWithoutSlash() throws IOException {
    trees.in("a", "A").in("b", "B");
    Copier.copy(trees.request("/out", trees.tree("a"), trees.tree("b")));

    assertThat(trees.result()).containsExactly("out/ 755", "out/a 644 A", "out/b 644 B");
  }

  @Test
  void keepsTheTopDirectoryAndOverridesNestedOnes() throws IOException {
    trees.in("d/sub/a", "A");
    Files.chmod(trees.source + "/d", 0711);
    Files.chmod(trees.source + "/d/sub", 0711);
    Trees.directory(trees.root + "/out/sub", 0770);
    Files.chmod(trees.root + "/out", 01777);
    trees.copy("d", "/out/");

    assertThat(trees.result()).containsExactly("out/ 1777", "out/sub/ 711", "out/sub/a 644 A");
  }

  @Test
  void writesThroughALinkThatIsTheDestination() throws IOException {
    trees.in("d/a", "A").have("usr/lib/x", "X");
    Trees.link(trees.root + "/lib", "usr/lib");
    trees.copy("d", "/lib");
    trees.copy("d/a", "/lib/b");

    assertThat(trees.result())
        .containsExactly(
            "lib -> usr/lib",
            "usr/ 755",
            "usr/lib/ 755",
            "usr/lib/a 644 A",
            "usr/lib/b 644 A",
            "usr/lib/x 644 X");
  }

  @Test
  void refusesADirectoryOntoALinkOrFileBelowTheTop() throws IOException {
    trees.in("rootfs/lib/a", "A").have("usr/lib/x", "X");
    Trees.link(trees.root + "/lib", "usr/lib");

    assertThatThrownBy(() -> trees.copy("rootfs", "/"))
        .isInstanceOfSatisfying(
            StaveException.class,
            e -> {
              assertThat(e.problem().category()).isEqualTo(Category.USER);
              assertThat(e).hasMessage("cannot copy to non-directory: /lib");
              assertThat(e.problem().fix().orElseThrow()).contains("symbolic link");
            });
  }

  @Test
  void refusesAFileOntoADirectoryAndAParentThatIsAFile() throws IOException {
    trees.in("d/x", "A").in("f", "F").have("out/x/y", "Y").have("file", "F");

    assertThatThrownBy(() -> trees.copy("d", "/out"))
        .isInstanceOf(StaveException.class)
        .hasMessage("cannot replace directory /out/x with a file");
    assertThatThrownBy(() -> trees.copy("f", "/file/sub"))
        .isInstanceOf(StaveException.class)
        .hasMessage("cannot copy to non-directory: /file");
    assertThatThrownBy(() -> trees.copy("d", "/file"))
        .isInstanceOf(StaveException.class)
        .hasMessage("cannot copy to non-directory: /file");
  }

  @Test
  void replacesFilesAndLinksByFilesAndLinks() throws IOException {
    trees.in("d/a", "new").have("keep", "old").have("out/b", "old");
    Trees.link(trees.source + "/d/b", "elsewhere");
    Trees.link(trees.root + "/out/a", "../keep");
    trees.copy("d", "/out");

    assertThat(trees.result())
        .containsExactly("keep 644 old", "out/ 755", "out/a 644 new", "out/b -> elsewhere");
  }

  @Test
  void replacesWhatIsOfAnotherTypeInALinkedLayer() throws IOException {
    trees.in("one/x/y", "Y").in("one/z", "Z").in("two/x", "X").in("two/z/w", "W");
    Copier.copy(Trees.linked(trees.request("/out", trees.tree("one"), trees.tree("two"))));

    assertThat(trees.result())
        .containsExactly("out/ 755", "out/x 644 X", "out/z/ 755", "out/z/w 644 W");
  }

  @Test
  void followsNoLinkOfTheImageInALinkedLayer() throws IOException {
    trees.in("a", "A").in("d/b", "B").have("real/x", "X");
    Trees.link(trees.root + "/link", "real");
    Trees.link(trees.root + "/up", "/etc");
    Copier.copy(Trees.linked(trees.request("/link/", trees.tree("a"))));
    Copier.copy(Trees.linked(trees.request("/up/deep/../c", trees.tree("d"))));

    assertThat(trees.result())
        .containsExactly(
            "link/ 755",
            "link/a 644 A",
            "real/ 755",
            "real/x 644 X",
            "up/ 755",
            "up/c/ 755",
            "up/c/b 644 B");
  }

  @Test
  void replacesADirectoryByAFileInALinkedLayer() throws IOException {
    trees.in("a", "A").have("dir/x", "X");
    Copier.copy(Trees.linked(trees.request("/dir", trees.tree("a"))));

    assertThat(trees.result()).containsExactly("dir 644 A");
  }

  @Test
  void matchesWildcardsPerElementInOrder() throws IOException {
    trees.in("a1.txt", "1").in("a2.txt", "2").in("b.md", "b").in("sub/a3.txt", "3");
    trees.copy("a*.txt", "/one/");
    trees.copy("*/a?.txt", "/two/");
    trees.copy("s*", "/three/");

    assertThat(trees.result())
        .containsExactly(
            "one/ 755",
            "one/a1.txt 644 1",
            "one/a2.txt 644 2",
            "three/ 755",
            "three/a3.txt 644 3",
            "two/ 755",
            "two/a3.txt 644 3");
  }

  @Test
  void copiesNothingForAWildcardWithoutMatch() throws IOException {
    trees.in("a", "A").copy("*.txt", "/out/");

    assertThat(trees.result()).isEmpty();
  }

  @Test
  void namesAMissingSourceAndItsContext() {
    assertThatThrownBy(() -> trees.copy("no/such", "/out"))
        .isInstanceOfSatisfying(
            StaveException.class, e -> assertThat(e.problem().fix()).isPresent())
        .hasMessage("/no/such not found in the build context");
  }

  @Test
  void saysWhenDockerignoreHidesASource() throws IOException {
    trees.in("a.log", "A");
    var hidden = trees.tree("a.log", IgnoreRules.of(List.of("*.log")), CopySource.Origin.CONTEXT);

    assertThatThrownBy(() -> Copier.copy(trees.request("/", hidden)))
        .isInstanceOfSatisfying(
            StaveException.class,
            e -> assertThat(e.problem().fix().orElseThrow()).contains(".dockerignore", "!a.log"));
    assertThat(Copier.ignored(IgnoreRules.of(List.of("*.log")), List.of("./a.log", "*.log", "b")))
        .containsExactly("./a.log");
  }

  @Test
  void leavesOutWhatDockerignoreExcludesButKeepsExceptions() throws IOException {
    trees.in("d/keep/a", "A").in("d/drop/b", "B").in("d/drop/c", "C").in("d/e.log", "E");
    Files.chmod(trees.source + "/d/drop", 0710);
    var rules = IgnoreRules.of(List.of("d/drop", "*.log", "**/*.log", "!d/drop/c"));
    Copier.copy(trees.request("/", trees.tree("", rules, CopySource.Origin.CONTEXT)));

    assertThat(trees.result())
        .containsExactly(
            "d/ 755", "d/drop/ 710", "d/drop/c 644 C", "d/keep/ 755", "d/keep/a 644 A");
  }

  @Test
  void excludesRelativeToTheSource() throws IOException {
    trees.in("d/a.txt", "A").in("d/b.md", "B").in("d/sub/c.md", "C").in("x.md", "X");
    trees.copy("d", "/one", r -> Trees.excluding(r, "*.md"));
    trees.copy("d", "/two", r -> Trees.excluding(r, "**/*.md", "!b.md"));
    trees.copy("*.md", "/three/", r -> Trees.excluding(r, "x.*"));

    assertThat(trees.result())
        .containsExactly(
            "one/ 755",
            "one/a.txt 644 A",
            "one/sub/ 755",
            "one/sub/c.md 644 C",
            "two/ 755",
            "two/a.txt 644 A",
            "two/b.md 644 B",
            "two/sub/ 755");
  }

  @Test
  void keepsParentsFromThePivotOnWithTheirAttributes() throws IOException {
    trees.in("a/b/c.txt", "C").in("a/b/d.md", "D").in("a/e/f/g.txt", "G");
    Files.chmod(trees.source + "/a/b", 0750);
    trees.copy("a/b/c.txt", "/one", Trees::parents);
    trees.copy("a/./b/c.txt", "/two", Trees::parents);
    trees.copy("a/./**/*.txt", "/three", Trees::parents);
    trees.copy("./a/e", "/four", Trees::parents);

    assertThat(trees.result())
        .containsExactly(
            "four/ 755",
            "four/a/ 755",
            "four/a/e/ 755",
            "four/a/e/f/ 755",
            "four/a/e/f/g.txt 644 G",
            "one/ 755",
            "one/a/ 755",
            "one/a/b/ 750",
            "one/a/b/c.txt 644 C",
            "three/ 755",
            "three/b/ 750",
            "three/b/c.txt 644 C",
            "three/e/ 755",
            "three/e/f/ 755",
            "three/e/f/g.txt 644 G",
            "two/ 755",
            "two/b/ 750",
            "two/b/c.txt 644 C");
    assertThatThrownBy(() -> trees.copy("a/none", "/x", Trees::parents))
        .isInstanceOf(StaveException.class)
        .hasMessageContaining("/a/none not found");
  }

  @Test
  void followsLinksOfTheSourcePathInsideItsRootOnly() throws IOException {
    trees.in("real/a", "A").in("etc/passwd", "inside");
    Trees.link(trees.source + "/dir", "/real");
    Trees.link(trees.source + "/file", "../../../../etc/passwd");
    trees.copy("dir/a", "/a");
    trees.copy("dir", "/d");
    trees.copy("file", "/passwd");
    trees.copy("../../etc/passwd", "/clamped");

    assertThat(trees.result())
        .containsExactly(
            "a 644 A", "clamped 644 inside", "d/ 755", "d/a 644 A", "passwd 644 inside");
  }

  @Test
  void keepsLinksInsideACopiedTree() throws IOException {
    trees.in("d/a", "A");
    Trees.link(trees.source + "/d/abs", "/etc/passwd");
    Trees.link(trees.source + "/d/up", "../../..");
    trees.copy("d", "/out");

    assertThat(trees.result())
        .containsExactly("out/ 755", "out/a 644 A", "out/abs -> /etc/passwd", "out/up -> ../../..");
  }

  @Test
  void doesNotLeaveTheRootByItsLinks() throws IOException {
    trees.in("a", "A");
    Trees.directory(folder + "/outside", 0755);
    Trees.link(trees.root + "/abs", folder + "/outside");
    Trees.link(trees.root + "/up", "../outside");
    trees.copy("a", "/abs/x");
    trees.copy("a", "/up/y");
    trees.copy("a", "/../../z");

    assertThat(Files.list(folder + "/outside")).isEmpty();
    assertThat(Trees.read(trees.root + folder + "/outside/x")).isEqualTo("A");
    assertThat(Trees.read(trees.root + "/outside/y")).isEqualTo("A");
    assertThat(Trees.read(trees.root + "/z")).isEqualTo("A");
  }

  @Test
  void explainsALoopOfLinksInTheDestination() throws IOException {
    trees.in("a", "A");
    Trees.link(trees.root + "/loop", "loop");

    assertThatThrownBy(() -> trees.copy("a", "/loop/x"))
        .isInstanceOf(StaveException.class)
        .hasMessageContaining("/loop/x");
  }

  @Test
  void keepsHardLinksOfOneSource() throws IOException {
    trees.in("d/a", "A");
    Files.link(trees.source + "/d/a", trees.source + "/d/b");
    trees.have("out/b", "old");
    trees.copy("d", "/out");
    trees.copy("d", "/out");

    Stat a = trees.stat("out/a");
    assertThat(a.ino()).isEqualTo(trees.stat("out/b").ino());
    assertThat(a.links()).isEqualTo(2);
    assertThat(trees.result()).containsExactly("out/ 755", "out/a 644 A", "out/b 644 A");
  }

  @Test
  void survivesHardLinksThatMeetAtOneDestination() throws IOException {
    trees.in("d1/x", "A").in("d2/y", "Y");
    Files.link(trees.source + "/d1/x", trees.source + "/d2/x");
    trees.copy("d*/x", "/out/");

    assertThat(trees.result()).containsExactly("out/ 755", "out/x 644 A");
  }

  @Test
  void keepsSpecialBitsAndStickyDirectories() throws IOException {
    Trees.file(trees.source + "/d/su", "S", 04755);
    Trees.directory(trees.source + "/d/tmp", 01777);
    trees.copy("d", "/out", r -> Trees.chown(r, 0, 0));

    assertThat(trees.result()).containsExactly("out/ 755", "out/su 4755 S", "out/tmp/ 1777");
  }

  @Test
  void changesModesOfFilesAndDirectoriesButNotOfMadeParents() throws IOException {
    trees.in("d/a", "A").in("d/sub/b", "B");
    trees.copy("d", "/p/one", r -> Trees.chmod(r, "0750"));
    trees.copy("d", "/p/two", r -> Trees.chmod(r, "go=rX,u+x"));

    assertThat(trees.result())
        .containsExactly(
            "p/ 755",
            "p/one/ 755",
            "p/one/a 750 A",
            "p/one/sub/ 750",
            "p/one/sub/b 750 B",
            "p/two/ 755",
            "p/two/a 744 A",
            "p/two/sub/ 755",
            "p/two/sub/b 744 B");
  }

  @Test
  void writesHeredocsAndDownloads() throws IOException {
    Path download = java.nio.file.Files.writeString(folder.resolve("blob"), "D");
    Copier.copy(
        trees.request(
            "/out/",
            Trees.inline("EOF", "text\n"),
            new CopySource.LocalFile(download, "tool", 77, false)));
    Copier.copy(Trees.chmod(trees.request("/run.sh", Trees.inline("EOF", "x")), "755"));

    assertThat(trees.result())
        .containsExactly("out/ 755", "out/EOF 644 text\n", "out/tool 600 D", "run.sh 755 x");
    assertThat(trees.stat("out/EOF").mtime()).isEqualTo(Trees.EPOCH);
    assertThat(trees.stat("out/tool").mtime()).isEqualTo(77);
  }

  @Test
  void keepsTimesOfImagesTruncatedToSeconds() throws IOException {
    trees.in("d/sub/a", "A");
    Files.setTimes(trees.source + "/d/sub", 5, 7);
    Copier.copy(trees.request("/out", trees.image("d")));

    assertThat(trees.stat("out/sub/a").mtime()).isEqualTo(1_000_000_000L);
    assertThat(trees.stat("out/sub/a").mtimeNanos()).isZero();
    assertThat(trees.stat("out/sub").mtime()).isEqualTo(5);
  }

  @Test
  void datesTheDirectoriesThatItChangesAndNoOthers() throws IOException {
    trees.in("d/sub/new", "N").in("f", "F");
    trees.have("to/sub/old", "O").have("to/other/x", "X").have("kept/f", "F");
    List<String> there = List.of("", "to", "to/sub", "to/other", "kept");
    for (String directory : there) {
      Files.setTimes(trees.root + "/" + directory, 7, 0);
    }

    trees.copy("d", "/to");
    assertThat(trees.stat("to").mtime()).as("nothing new in it").isEqualTo(7);
    assertThat(trees.stat("to/sub").mtime()).isEqualTo(Trees.EPOCH);
    trees.copy("f", "/to/f");
    assertThat(trees.stat("to").mtime()).isEqualTo(Trees.EPOCH);
    trees.copy("f", "/to/other/deep/f");
    Copier.makeDirectory(trees.root, "/to/sub/deep", Owner.ROOT, 77);
    Copier.makeDirectory(trees.root, "/kept", Owner.ROOT, 77);

    assertThat(trees.stat("to/other").mtime()).isEqualTo(Trees.EPOCH);
    assertThat(trees.stat("to/other/deep").mtime()).isEqualTo(Trees.EPOCH);
    assertThat(trees.stat("to/sub").mtime()).isEqualTo(77);
    assertThat(trees.stat("to/sub/deep").mtime()).isEqualTo(77);
    assertThat(trees.stat("kept").mtime()).isEqualTo(7);
    assertThat(trees.stat("").mtime()).isEqualTo(7);
  }

  @Test
  void datesADirectoryBySeveralSources() throws IOException {
    trees.in("d/sub/a", "A").in("e/sub/b", "B");
    Files.setTimes(trees.source + "/d/sub", 5, 0);
    Files.setTimes(trees.source + "/e/sub", 6, 0);
    Copier.copy(
        trees.request("/out", trees.image("d"), trees.image("e"), Trees.inline("last", "L")));

    assertThat(trees.stat("out").mtime()).isEqualTo(Trees.EPOCH);
    assertThat(trees.stat("out/sub").mtime()).isEqualTo(6);
  }

  @Test
  void keepsFifosAndSkipsSockets() throws IOException {
    trees.in("d/a", "A");
    Files.mknod(trees.source + "/d/fifo", 0010644, 0, 0);
    Files.mknod(trees.source + "/d/socket", 0140755, 0, 0);
    trees.copy("d", "/out");

    assertThat(Files.list(trees.root + "/out")).containsExactly("a", "fifo");
    assertThat(trees.stat("out/fifo").isFifo()).isTrue();
  }

  @Test
  void keepsNamesThatAreNoText() throws IOException {
    String name = "caf\udce9";
    Trees.directory(trees.source + "/d", 0755);
    try (var out = Files.create(trees.source + "/d/" + name, 0644)) {
      out.write('x');
    }
    trees.copy("d", "/out");

    assertThat(Files.list(trees.root + "/out")).containsExactly(name);
  }

  @Test
  void copiesExtendedAttributes() throws IOException {
    trees.in("d/a", "A");
    byte[] value = "v".getBytes(StandardCharsets.UTF_8);
    Files.setXattr(trees.source + "/d/a", "user.stave", value);
    Files.setXattr(trees.source + "/d/a", "user.overlay.origin", value);
    trees.copy("d", "/out");

    assertThat(Files.xattrs(trees.root + "/out/a")).containsOnlyKeys("user.stave");
  }
}
