package build.stave.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import build.stave.Fingerprint;
import build.stave.linux.Files;
import build.stave.linux.Stat;
import build.stave.problem.Category;
import build.stave.problem.StaveException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Archives for ADD that try to reach what is outside of the root they are extracted into. */
class ExtractionBreakoutTest {
  @TempDir Path folder;
  private String canary = "";
  private String root = "";
  private Stat self = new Stat(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  /**
   * A hostile archive, extracted into {@code /app}.
   *
   * @param archive made from an empty one and the canary's absolute path
   * @param refused part of the message, or null for one that does no harm
   */
  record Attempt(String name, Archive archive, @Nullable String refused) {
    @Override
    public String toString() {
      return name;
    }
  }

  interface Archive {
    RawTar make(RawTar tar, String canary);
  }

  private static Attempt refused(String name, String message, Archive archive) {
    return new Attempt(name, archive, message);
  }

  private static Attempt harmless(String name, Archive archive) {
    return new Attempt(name, archive, null);
  }

  static List<Attempt> attempts() {
    String up = "../".repeat(30);
    return List.of(
        refused("name with ..", "'..'", (t, c) -> t.file("../../canary/secret", "evil")),
        refused("hard link with ..", "'..'", (t, c) -> t.hardLink("h", "../../canary/secret")),
        refused(
            "hard link to an absolute path",
            "no file",
            (t, c) -> t.pax("linkpath", c + "/secret").hardLink("h", "x")),
        refused(
            "hard link through a link",
            "no file",
            (t, c) -> t.symlink("l", c).hardLink("h", "l/secret")),
        refused(
            "hard link into itself", "itself", (t, c) -> t.file("k/x", "").hardLink("k", "k/x")),
        refused(
            "hard link to a directory", "no file", (t, c) -> t.directory("k").hardLink("h", "k")),
        refused("file in a file", "no directory", (t, c) -> t.file("k", "").file("k/x", "")),
        refused(
            "links in a circle",
            "too many links",
            (t, c) -> t.symlink("a", "b").symlink("b", "a").file("a/x", "")),
        refused(
            "deeper than a path can be",
            "too many links or directories",
            (t, c) ->
                t.pax("path", "d/".repeat(1900))
                    .directory("d")
                    .pax("linkpath", "d/".repeat(1900))
                    .symlink("l", "x")
                    .pax("path", "l/" + "d/".repeat(1900) + "x")
                    .file("x", "")),
        refused(
            "device of overlay's whiteouts",
            "0:0",
            (t, c) -> {
              byte[] block = new RawTar().header('3', "k", "", 0, 0).unfinished();
              System.arraycopy(RawTar.octal(0, 7), 0, block, 329, 7);
              System.arraycopy(RawTar.octal(0, 7), 0, block, 337, 7);
              return t.block(block);
            }),
        harmless("absolute name", (t, c) -> t.pax("path", c + "/secret").file("x", "evil")),
        harmless("file through a link", (t, c) -> t.symlink("l", c).file("l/secret", "evil")),
        harmless(
            "file through a relative link",
            (t, c) -> t.symlink("l", up + c).file("l/secret", "evil")),
        harmless("file through a link of the image", (t, c) -> t.file("out/secret", "evil")),
        harmless("file in place of a link", (t, c) -> t.symlink("k", c + "/secret").file("k", "e")),
        harmless(
            "directory in place of a link",
            (t, c) -> t.symlink("k", c + "/dir").header('5', "k", "", 0777, 0)),
        harmless("mode of a link", (t, c) -> t.header('2', "k", c + "/secret", 07777, 0)),
        harmless(
            "attribute of a link",
            (t, c) -> t.pax("SCHILY.xattr.user.x", "1").symlink("k", c + "/secret")),
        harmless(
            "time of a directory whose parent became a link",
            (t, c) -> t.directory("k/").directory("k/dir/").symlink("k", c)),
        harmless(
            "time of a directory whose parent became another link",
            (t, c) -> t.file("k/dir/sub/x", "").symlink("k/dir", c + "/dir")),
        harmless(
            "link to the process's own root",
            (t, c) ->
                t.symlink("l", "/proc/self/root").pax("path", "l" + c + "/secret").file("x", "e")),
        harmless(
            "hard link to a link, then written",
            (t, c) -> t.symlink("s", c + "/secret").hardLink("h", "s").file("h", "evil")),
        harmless(
            "hard link to a file of the image, then written",
            (t, c) -> t.hardLink("h", "own").file("h", "evil")),
        harmless("whiteouts are files", (t, c) -> t.file(".wh.out", "").file(".wh..wh..opq", "")));
  }

  /** JUnit takes seconds for trees as deep as these. */
  @AfterEach
  void remove() throws IOException {
    Files.removeTree(root);
  }

  @BeforeEach
  void prepare() throws IOException {
    canary = folder.toRealPath().resolve("canary").toString();
    root = folder.toRealPath().resolve("root").toString();
    Files.mkdir(canary, 0750);
    Files.mkdir(canary + "/dir", 0711);
    Files.mkdir(canary + "/dir/sub", 0711);
    try (var out = Files.create(canary + "/secret", 0640)) {
      out.write('s');
    }
    for (String path : List.of("/dir/sub", "/dir", "/secret", "")) {
      Files.setTimes(canary + path, 77, 7);
    }
    self = Files.lstat(canary);
    Files.mkdir(root, 0755);
    Files.mkdir(root + "/app", 0755);
    Files.symlink(canary, root + "/app/out");
    Files.create(root + "/app/own", 0600).close();
  }

  private void extract(RawTar tar) throws IOException {
    var owner = List.of(self.uid(), self.gid());
    UnaryOperator<Entry> own =
        e ->
            new Entry(
                e.path(),
                e.kind(),
                e.mode(),
                owner.get(0),
                owner.get(1),
                e.size(),
                e.mtime(),
                e.link(),
                e.deviceMajor(),
                e.deviceMinor(),
                e.xattrs());
    try (var in = new ByteArrayInputStream(tar.end());
        var reader = new TarReader(in, "evil.tar", Limits.DEFAULT)) {
      new Extraction(root, root + "/app", own, 5).extract(reader);
    }
  }

  @ParameterizedTest
  @MethodSource("attempts")
  void staysInside(Attempt attempt) throws IOException {
    SortedMap<String, String> before = Fingerprint.of(canary);
    RawTar tar = attempt.archive().make(new RawTar(), canary);
    if (attempt.refused() == null) {
      extract(tar);
    } else {
      var failure = catchThrowableOfType(StaveException.class, () -> extract(tar));
      assertThat(failure).as("refusal").isNotNull().hasMessageContaining(attempt.refused());
      assertThat(failure.problem().category()).isEqualTo(Category.USER);
      assertThat(failure.getMessage()).matches("[\\p{Print}…]+");
    }
    assertThat(Fingerprint.of(canary)).isEqualTo(before);
    assertThat(Files.list(folder.toString())).containsExactly("canary", "root");
  }

  @Test
  void attributesOfTheMachineAndOfOverlaysAreDropped() throws IOException {
    byte[] capability = new byte[24];
    capability[3] = 3;
    capability[5] = 4;
    capability[20] = 100;
    extract(
        new RawTar()
            .pax("SCHILY.xattr.user.overlay.redirect", "/../canary")
            .pax("SCHILY.xattr.user.overlay.metacopy", "")
            .pax("SCHILY.xattr.trusted.overlay.opaque", "y")
            .pax("SCHILY.xattr.system.posix_acl_access", "x")
            .pax("SCHILY.xattr.user.kept", "1")
            .pax("SCHILY.xattr.security.capability", capability)
            .file("k", ""));
    assertThat(Files.xattrs(root + "/app/k").keySet())
        .contains("user.kept")
        .isSubsetOf("user.kept", "security.capability");
    byte[] found = Files.xattr(root + "/app/k", "security.capability");
    // An ordinary user outside of a namespace cannot set it.
    assertThat(found == null ? 20 : found.length).as("version 2").isEqualTo(20);
  }
}
