package build.stave.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesTest {
  @TempDir Path folder;
  private String root = "";

  @BeforeEach
  void setRoot() {
    root = folder.toString();
  }

  private static void write(String path, String content) throws IOException {
    try (var out = Files.create(path, 0644)) {
      out.write(content.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static String read(String path) throws IOException {
    try (var in = Files.read(path)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void modesAreExactWhateverTheUmask() throws IOException {
    Files.mkdir(root + "/d", 01777);
    Files.create(root + "/f", 04777).close();
    Files.mknod(root + "/p", 0010666, 0, 0);

    assertThat(Files.lstat(root + "/d").mode()).isEqualTo(0041777);
    assertThat(Files.lstat(root + "/f").mode()).isEqualTo(0104777);
    assertThat(Files.lstat(root + "/p").isFifo()).isTrue();
    assertThat(Files.lstat(root + "/p").permissions()).isEqualTo(0666);
  }

  @Test
  void contentAndTimes() throws IOException {
    write(root + "/f", "hello");
    Files.setTimes(root + "/f", -5, 123456789);
    Stat stat = Files.lstat(root + "/f");

    assertThat(read(root + "/f")).isEqualTo("hello");
    assertThat(stat.size()).isEqualTo(5);
    assertThat(stat.mtime()).isEqualTo(-5);
    assertThat(stat.mtimeNanos()).isEqualTo(123456789);
    assertThat(stat.links()).isEqualTo(1);
  }

  @Test
  void createNeverOpensWhatIsThere() throws IOException {
    Files.symlink("elsewhere", root + "/link");
    assertThatThrownBy(() -> Files.create(root + "/link", 0644))
        .asInstanceOf(InstanceOfAssertFactories.type(LinuxException.class))
        .returns(LinuxException.EEXIST, LinuxException::errno);
    assertThat(Files.lstatOrNull(root + "/elsewhere")).isNull();
  }

  @Test
  void readFollowsNoLinkAndDoesNotWaitForAFifo() throws IOException {
    write(root + "/f", "x");
    Files.symlink("f", root + "/link");
    Files.mknod(root + "/p", 0010644, 0, 0);
    assertThatThrownBy(() -> Files.read(root + "/link"))
        .asInstanceOf(InstanceOfAssertFactories.type(LinuxException.class))
        .returns(LinuxException.ELOOP, LinuxException::errno);
    assertThat(read(root + "/p")).isEmpty();
  }

  @Test
  void chmodRefusesASymbolicLink() throws IOException {
    write(root + "/f", "x");
    Files.symlink("f", root + "/link");
    assertThatThrownBy(() -> Files.chmod(root + "/link", 0777)).isInstanceOf(LinuxException.class);
    assertThat(Files.lstat(root + "/f").permissions()).isEqualTo(0644);
  }

  @Test
  void listsNamesOfAnyBytesInTheirOrder() throws IOException {
    String invalid = Names.decode(new byte[] {'a', (byte) 0xFF});
    for (String name : List.of("b", invalid, "a", "ä", "...", "𝕏", "\uFFFD")) {
      Files.mkdir(root + "/" + name, 0755);
    }
    assertThat(Files.list(root)).containsExactly("...", "a", invalid, "b", "ä", "\uFFFD", "𝕏");
  }

  @Test
  void listsMoreNamesThanOneCallReturns() throws IOException {
    for (int i = 0; i < 5000; i++) {
      Files.symlink("x", root + "/" + "n".repeat(100) + i);
    }
    assertThat(Files.list(root)).hasSize(5000);
  }

  @Test
  void copiesContentAlsoOfFilesThatReportNoSize() throws IOException {
    write(root + "/a", "z".repeat(300_000));
    Files.copyContent(root + "/a", root + "/b", 0600);
    assertThat(read(root + "/b")).isEqualTo("z".repeat(300_000));
    Files.copyContent("/proc/version", root + "/c", 0600);
    assertThat(read(root + "/c")).startsWith("Linux version");
  }

  @Test
  void extendedAttributes() throws IOException {
    write(root + "/f", "x");
    byte[] large = new byte[2000];
    Files.setXattr(root + "/f", "user.large", large);
    Files.setXattr(root + "/f", "user.empty", new byte[0]);
    assertThat(Files.xattrs(root + "/f")).containsOnlyKeys("user.empty", "user.large");
    assertThat(Files.xattr(root + "/f", "user.large")).isEqualTo(large);
    assertThat(Files.xattr(root + "/f", "user.none")).isNull();
  }

  @Test
  void messagesNameCallPathAndError() {
    assertThatThrownBy(() -> Files.lstat(root + "/none"))
        .hasMessage("statx " + root + "/none: no such file or directory (ENOENT)");
    assertThatThrownBy(() -> Files.lstat(root + "/a\0b")).hasMessageContaining("NUL");
  }

  @Test
  void removesDeepTreesBeyondThePathLimit() throws IOException {
    String name = "d".repeat(200);
    String top = root + "/top";
    Files.mkdir(top, 0755);
    for (int i = 0; i < 60; i++) {
      // Built from the inside, since no path reaches the innermost one.
      Files.mkdir(root + "/next", 0755);
      Files.rename(top, root + "/next/" + name);
      Files.rename(root + "/next", top);
    }
    Files.removeTree(top);
    assertThat(Files.lstatOrNull(top)).isNull();
    Files.removeTree(top);
  }

  @Test
  void removesUnreadableDirectoriesAndLeavesLinkTargets() throws IOException {
    Files.mkdir(root + "/keep", 0755);
    write(root + "/keep/f", "x");
    Files.mkdir(root + "/t", 0755);
    Files.mkdir(root + "/t/locked", 0755);
    write(root + "/t/locked/f", "x");
    Files.symlink("../keep", root + "/t/link");
    Files.chmod(root + "/t/locked", 0);
    Files.removeTree(root + "/t");
    assertThat(Files.list(root)).containsExactly("keep");
    assertThat(read(root + "/keep/f")).isEqualTo("x");
  }

  @Test
  void descendsThroughNoLink() throws IOException {
    Files.mkdir(root + "/a", 0755);
    Files.mkdir(root + "/a/b", 0755);
    Files.symlink("a", root + "/link");
    try (var top = DirectoryFd.open(root);
        var b = top.descend("a/b")) {
      write(b.path("f"), "x");
      Files.setTimes(b.path(), 7, 0);
      assertThatThrownBy(() -> top.descend("link/b")).isInstanceOf(LinuxException.class);
      assertThatThrownBy(() -> top.descend("a/../a")).isInstanceOf(LinuxException.class);
    }
    assertThat(read(root + "/a/b/f")).isEqualTo("x");
    assertThat(Files.lstat(root + "/a/b").mtime()).isEqualTo(7);
  }
}
