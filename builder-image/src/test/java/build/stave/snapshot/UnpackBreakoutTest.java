package build.stave.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.abort;

import build.stave.Fingerprint;
import build.stave.archive.Limits;
import build.stave.archive.RawTar;
import build.stave.linux.FileSystems;
import build.stave.linux.Files;
import build.stave.linux.Stat;
import build.stave.oci.Digest;
import build.stave.problem.Category;
import build.stave.problem.StaveException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Layers that try to reach what is not theirs: files beside the store, the layers below, memory and
 * disk. Each is either refused, and leaves nothing, or lands inside of its own directory.
 */
class UnpackBreakoutTest {
  /** Stands for the absolute path of the canary's directory in names and links of attempts. */
  private static final String CANARY = "@canary@";

  private static final Limits LIMITS = new Limits(1000, 64L << 20, 1 << 20);

  @TempDir Path folder;
  private String canary = "";
  private Stat self = new Stat(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  private Store store;
  private final List<LayerArchive> layers = new ArrayList<>();
  private Tree base = Tree.EMPTY;

  /**
   * A hostile layer.
   *
   * @param refused part of the message, or null for one that does no harm
   * @param shown what the layer holds in the end, of one that does no harm
   */
  record Attempt(
      String name, UnaryOperator<Maker> layer, @Nullable String refused, List<String> shown) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** A {@link RawTar} whose names know where the canary is. */
  static final class Maker {
    private final RawTar tar;
    private final String canary;

    Maker(RawTar tar, String canary) {
      this.tar = tar;
      this.canary = canary;
    }

    private String at(String text) {
      return text.replace(CANARY, canary);
    }

    Maker file(String name) {
      return header('0', name, "", 0644, 4).raw(t -> t.data(RawTar.bytes("evil")));
    }

    Maker directory(String name) {
      return header('5', name, "", 0777, 0);
    }

    Maker symlink(String name, String target) {
      return header('2', name, target, 0777, 0);
    }

    Maker hardLink(String name, String target) {
      return header('1', name, target, 0644, 0);
    }

    Maker device(char type, String name) {
      return header(type, name, "", 0666, 0);
    }

    Maker header(char type, String name, String link, int mode, long size) {
      return raw(t -> t.header(type, at(name), at(link), mode, size));
    }

    Maker pax(String key, String value) {
      return raw(t -> t.pax(key, at(value)));
    }

    Maker raw(UnaryOperator<RawTar> more) {
      return new Maker(more.apply(tar), canary);
    }
  }

  private static Attempt refused(String name, String message, UnaryOperator<Maker> layer) {
    return new Attempt(name, layer, message, List.of());
  }

  private static Attempt harmless(String name, UnaryOperator<Maker> layer, String... shown) {
    return new Attempt(name, layer, null, List.of(shown));
  }

  static List<Attempt> names() {
    return List.of(
        refused("name that begins with ..", "'..'", t -> t.file("../canary/secret")),
        refused("name with .. inside", "'..'", t -> t.file("d/../../canary/secret")),
        refused("absolute name with ..", "'..'", t -> t.file("/../canary/secret")),
        refused("name that ends with ..", "'..'", t -> t.directory("d/..")),
        refused("directory ..", "'..'", t -> t.directory("../")),
        refused("PAX path", "'..'", t -> t.pax("path", "../canary/secret").file("x")),
        refused(
            "PAX path for all entries",
            "'..'",
            t -> t.raw(r -> r.pax('g', RawTar.records("path", "../canary/secret"))).file("x")),
        refused(
            "GNU long name", "'..'", t -> t.raw(r -> r.gnuLong('L', "../canary/secret")).file("x")),
        refused(
            "name of a sparse file",
            "'..'",
            t -> t.pax("GNU.sparse.name", "../canary/secret").file("x")),
        refused(
            "ustar prefix",
            "'..'",
            t ->
                t.raw(
                    r -> {
                      byte[] block = new RawTar().header('0', "secret", "", 0, 0).unfinished();
                      System.arraycopy(RawTar.bytes("../canary"), 0, block, 345, 9);
                      return r.block(block);
                    })),
        refused("NUL in a name", "NUL", t -> t.pax("path", "x\0/../../canary").file("x")),
        refused("whiteout of ..", "whiteout of no name", t -> t.file(".wh...")),
        refused("whiteout of .", "whiteout of no name", t -> t.file("d/.wh..")),
        refused("whiteout of nothing", "whiteout of no name", t -> t.file(".wh.")),
        refused("whiteout above the root", "'..'", t -> t.file("../.wh.canary")),
        refused("opaque mark above the root", "'..'", t -> t.file("../.wh..wh..opq")),
        refused("file in a whiteout", "lies in a whiteout", t -> t.file(".wh.d/x")),
        refused("root as a link", "no name", t -> t.symlink("./", CANARY)),
        refused("root as a file", "no name", t -> t.file(".")),
        harmless("absolute name", t -> t.pax("path", CANARY + "/secret").file("x")),
        harmless("slashes and dots", t -> t.file("//.///d//./n"), "d", "d/n"));
  }

  static List<Attempt> symbolicLinks() {
    String up = "../".repeat(30);
    return List.of(
        harmless("file through an absolute link", t -> t.symlink("l", CANARY).file("l/secret")),
        harmless("file through a relative link", t -> t.symlink("l", up + CANARY).file("l/secret")),
        harmless(
            "file through links to links",
            t -> t.symlink("a", "b").symlink("b", "c").symlink("c", CANARY).file("a/secret")),
        harmless("file through a link of the layer below", t -> t.file("out/secret")),
        harmless("file through a relative link below", t -> t.file("up/secret")),
        harmless(
            "link to the process's own root",
            t -> t.symlink("l", "/proc/self/root").pax("path", "l" + CANARY + "/secret").file("x")),
        harmless(
            "link to the process's own directory",
            t -> t.symlink("l", "/proc/self/cwd").file("l/evil")),
        harmless("link to the root, then up", t -> t.symlink("l", "/" + up).file("l/n"), "l", "n"),
        harmless(
            "directory becomes a link in the middle",
            t -> t.directory("k/").file("k/a").symlink("k", CANARY).file("k/secret")),
        harmless(
            "parent of a directory becomes a link",
            t -> t.directory("k/").directory("k/dir/").file("k/dir/a").symlink("k", CANARY)),
        harmless(
            "link becomes a directory",
            t -> t.symlink("k", CANARY).directory("k/").file("k/a"),
            "k",
            "k/a"),
        harmless(
            "directory in place of a link to a directory",
            t -> t.symlink("k", CANARY + "/dir").header('5', "k", "", 07777, 0),
            "k"),
        harmless(
            "file in place of a link to a file",
            t -> t.symlink("k", CANARY + "/secret").file("k"),
            "k"),
        harmless("file in place of a link below", t -> t.file("secret"), "secret"),
        harmless("directory in place of a link below", t -> t.directory("out/"), "out"),
        harmless("mode of a link", t -> t.header('2', "k", CANARY + "/secret", 07777, 0), "k"),
        harmless(
            "attribute of a link",
            t -> t.pax("SCHILY.xattr.user.x", "1").symlink("k", CANARY + "/secret"),
            "k"),
        harmless("whiteout through a link", t -> t.symlink("k", CANARY).file("k/.wh.secret")),
        harmless("opaque mark through a link", t -> t.symlink("k", CANARY).file("k/.wh..wh..opq")),
        harmless("whiteout through a link below", t -> t.file("out/.wh.secret")),
        harmless("whiteout that is a link", t -> t.symlink(".wh.f", CANARY + "/secret"), "f"),
        harmless("opaque mark that is a link", t -> t.symlink("d/.wh..wh..opq", CANARY), "d"),
        refused(
            "links in a circle",
            "more than 255 links",
            t -> t.symlink("a", "b").symlink("b", "a").file("a/x")),
        refused("link to itself", "more than 255 links", t -> t.symlink("a", "a/a").file("a/x")),
        refused(
            "deeper than a path can be",
            "4096 bytes",
            t ->
                t.pax("path", "p/" + "d/".repeat(1900))
                    .directory("x")
                    .pax("linkpath", "p/" + "d/".repeat(1900))
                    .symlink("l", "x")
                    .pax("path", "l/" + "d/".repeat(1900) + "x")
                    .file("x")));
  }

  static List<Attempt> hardLinks() {
    return List.of(
        refused("hard link to ..", "'..'", t -> t.hardLink("h", "../canary/secret")),
        refused(
            "hard link with PAX to ..",
            "'..'",
            t -> t.pax("linkpath", "../canary/secret").hardLink("h", "f")),
        refused(
            "hard link with GNU to ..",
            "'..'",
            t -> t.raw(r -> r.gnuLong('K', "../canary/secret")).hardLink("h", "f")),
        refused(
            "hard link to an absolute path",
            "does not exist",
            t -> t.pax("linkpath", CANARY + "/secret").hardLink("h", "f")),
        refused(
            "hard link through a link",
            "does not exist",
            t -> t.symlink("l", CANARY).hardLink("h", "l/secret")),
        refused(
            "hard link through a link below", "does not exist", t -> t.hardLink("h", "out/secret")),
        refused("hard link to a directory", "is a directory", t -> t.hardLink("h", "d")),
        refused("hard link to itself", "itself", t -> t.hardLink("f", "f")),
        refused("hard link to what it removes", "itself", t -> t.file("k/x").hardLink("k", "k/x")),
        refused("hard link to what it removes below", "itself", t -> t.hardLink("d", "d/f")),
        refused(
            "hard link to a deleted file",
            "does not exist",
            t -> t.file(".wh.f").hardLink("h", "f")),
        refused("hard link to the root", "no name", t -> t.hardLink("h", "./")),
        harmless(
            "hard link to a link, then written",
            t -> t.symlink("s", CANARY + "/secret").hardLink("h", "s").file("h"),
            "h",
            "s"),
        harmless(
            "hard link to a link below, then written",
            t -> t.hardLink("h", "secret").file("h"),
            "h",
            "secret"),
        harmless(
            "hard link to a file below, then written",
            t -> t.hardLink("h", "f").file("h"),
            "f",
            "h"),
        harmless("hard link named as a whiteout", t -> t.hardLink(".wh.f", "d/f"), "f"));
  }

  static List<Attempt> devicesAndMarks() {
    return List.of(
        harmless("block device", t -> t.device('4', "disk")),
        harmless("memory device", t -> t.device('3', "mem")),
        harmless("device in place of a file below", t -> t.device('4', "f"), "f"),
        harmless("hard link to a device", t -> t.device('4', "disk").hardLink("h", "disk")),
        harmless("hard link to a device below", t -> t.hardLink("h", "dev/null")),
        harmless(
            "device of overlay's whiteouts",
            t ->
                t.raw(
                    r -> {
                      byte[] block = new RawTar().header('3', "f", "", 0, 0).unfinished();
                      System.arraycopy(RawTar.octal(0, 7), 0, block, 329, 7);
                      System.arraycopy(RawTar.octal(0, 7), 0, block, 337, 7);
                      return r.block(block);
                    }),
            "f"),
        refused("file in a device", "is a device", t -> t.device('3', "k").file("k/x")),
        refused(
            "file in a device, through a link",
            "is a device",
            t -> t.device('3', "k").symlink("l", "k").file("l/x")),
        harmless(
            "file in a device below", t -> t.file("dev/null/x"), "dev", "dev/null", "dev/null/x"),
        refused("file in a file", "no directory", t -> t.file("k").file("k/x")),
        refused("file in a fifo", "no directory", t -> t.header('6', "k", "", 0, 0).file("k/x")),
        harmless("file in a file below", t -> t.file("f/x"), "f", "f/x"),
        harmless(
            "redirect of overlayfs",
            t ->
                t.pax("SCHILY.xattr.user.overlay.redirect", "/../../canary")
                    .pax("SCHILY.xattr.trusted.overlay.redirect", "/../../canary")
                    .directory("k/"),
            "k"),
        harmless(
            "metadata-only file of overlayfs",
            t ->
                t.pax("SCHILY.xattr.user.overlay.metacopy", "\0")
                    .pax("SCHILY.xattr.user.overlay.redirect", "/../../canary/secret")
                    .file("k"),
            "k"),
        harmless(
            "opaque directory of overlayfs",
            t -> t.pax("SCHILY.xattr.user.overlay.opaque", "y").directory("d/"),
            "d"),
        harmless(
            "whiteout of overlayfs as an attribute",
            t -> t.pax("SCHILY.xattr.user.overlay.whiteout", "y").file("f"),
            "f"),
        harmless(
            "access list", t -> t.pax("SCHILY.xattr.system.posix_acl_access", "x").file("k"), "k"),
        refused(
            "attribute with a NUL in its name",
            "attribute",
            t -> t.pax("SCHILY.xattr.user.a\0b", "x").file("k")),
        harmless("metadata of aufs", t -> t.file(".wh..wh.plnk/1.2").file(".wh..wh.aufs")));
  }

  static List<Attempt> bombs() {
    return List.of(
        refused(
            "sparse file of 8 EiB",
            "more than 67108864 bytes",
            t ->
                t.pax("GNU.sparse.size", Long.toString(Long.MAX_VALUE))
                    .pax("GNU.sparse.map", "0,4")
                    .file("k")),
        refused(
            "many entries",
            "more than 1000 entries",
            t -> {
              for (int i = 0; i < 1001; i++) {
                t.directory("k" + i);
              }
              return t;
            }),
        refused(
            "extended header of 8 GiB",
            "extended header",
            t -> t.header('x', "x", "", 0, (1L << 33) - 1)),
        refused(
            "long name of 2 MiB",
            "extended header",
            t -> t.raw(r -> r.gnuLong('L', "n".repeat(2 << 20))).file("x")),
        refused(
            "many global headers",
            "global headers",
            t -> {
              byte[] records = RawTar.records("comment", "x".repeat(500_000));
              return t.raw(r -> r.pax('g', records).pax('g', records).pax('g', records));
            }),
        refused("size beyond all", "more than", t -> t.header('0', "k", "", 0, (1L << 33) - 1)),
        refused(
            "size beyond the archive",
            "ends in the middle",
            t -> t.header('0', "k", "", 0, 1 << 20)),
        refused(
            "negative size",
            "negative",
            t -> {
              byte[] size = new byte[12];
              java.util.Arrays.fill(size, (byte) 0xFF);
              return t.raw(r -> r.header('0', RawTar.bytes("k"), "", 0, size));
            }),
        refused("name of 300 bytes", "255 bytes", t -> t.pax("path", "n".repeat(300)).file("x")),
        refused("path of 5000 bytes", "4096", t -> t.pax("path", "n/".repeat(2500)).file("x")),
        refused("continued volume", "type 'M'", t -> t.header('M', "k", "", 0, 0)),
        refused("dumped directory", "type 'D'", t -> t.header('D', "k", "", 0, 0)),
        refused("owner beyond all", "out of range", t -> t.pax("uid", "4294967295").file("k")));
  }

  /** JUnit takes seconds for trees as deep as these. */
  @AfterEach
  void remove() throws IOException {
    Files.removeTree(folder + "/store");
  }

  @BeforeEach
  void prepare() throws IOException {
    canary = folder.toRealPath().resolve("canary").toString();
    Files.mkdir(canary, 0750);
    Files.mkdir(canary + "/dir", 0711);
    try (var out = Files.create(canary + "/secret", 0640)) {
      out.write('s');
    }
    for (String path : List.of("/dir", "/secret", "")) {
      Files.setTimes(canary + path, 77, 7);
    }
    self = Files.lstat(canary);
    if (FileSystems.type(canary) == 0x794C7630L) {
      abort("temporary files lie on an overlay, which holds no layers");
    }
    store = Store.open(folder.resolve("store"), LIMITS);
    base =
        unpack(
            tar(
                t ->
                    t.directory("d/")
                        .file("d/f")
                        .file("f")
                        .symlink("out", CANARY)
                        .symlink("up", "../".repeat(30) + CANARY)
                        .symlink("secret", CANARY + "/secret")
                        .directory("dev/")
                        .device('3', "dev/null")));
  }

  private byte[] tar(UnaryOperator<Maker> layer) {
    var tar = new RawTar().owner(self.uid(), self.gid());
    return layer.apply(new Maker(tar, canary)).tar.end();
  }

  /** On top of what was unpacked before. */
  private Tree unpack(byte[] archive) throws IOException {
    layers.add(new LayerArchive(Digest.of(archive), () -> new ByteArrayInputStream(archive)));
    return store.unpack(layers);
  }

  /** All but the layers of the store itself: what was there before stays as it was. */
  private SortedMap<String, String> outside() throws IOException {
    SortedMap<String, String> all = new TreeMap<>(Fingerprint.of(canary));
    all.putAll(Fingerprint.of(base.layers().getFirst()));
    all.put("folder", Files.list(folder.toString()).toString());
    all.put("store", Files.list(folder + "/store").toString());
    return all;
  }

  private List<String> layers() throws IOException {
    return Files.list(folder + "/store/layers");
  }

  @ParameterizedTest
  @MethodSource({"names", "symbolicLinks", "hardLinks", "devicesAndMarks", "bombs"})
  void staysInside(Attempt attempt) throws IOException {
    SortedMap<String, String> before = outside();
    List<String> layersBefore = layers();
    byte[] archive = tar(attempt.layer());
    if (attempt.refused() == null) {
      Tree tree = unpack(archive);
      String own = tree.layers().getLast();
      if (!attempt.shown().isEmpty()) {
        List<String> shown = new ArrayList<>(Fingerprint.of(own).keySet());
        assertThat(shown).as("layer").containsExactlyElementsOf(paths(attempt.shown()));
      }
      for (String path : Fingerprint.of(own).keySet()) {
        assertThat(Files.xattrs(own + path).keySet())
            .as("attributes of %s", path)
            .doesNotContain("user.overlay.redirect", "user.overlay.metacopy")
            .doesNotContain("user.overlay.whiteout", "trusted.overlay.redirect")
            .doesNotContain("system.posix_acl_access");
        assertThat(Files.lstat(own + path).isBlockDevice()).as("block device %s", path).isFalse();
      }
    } else {
      var failure = catchThrowableOfType(StaveException.class, () -> unpack(archive));
      assertThat(failure).as("refusal").isNotNull().hasMessageContaining(attempt.refused());
      assertThat(failure.problem().category()).isEqualTo(Category.USER);
      assertThat(failure.getMessage()).contains("unpack layer").matches("[\\p{Print}…]+");
      assertThat(layers()).as("layers of the store").isEqualTo(layersBefore);
    }
    assertThat(outside()).as("all that is outside").isEqualTo(before);
  }

  @Test
  void onlyWhiteoutsMakeDirectoriesOpaque() throws IOException {
    byte[] archive =
        tar(t -> t.pax("SCHILY.xattr.user.overlay.opaque", "y").directory("d/").file("d/n"));
    assertThat(Attributes.isOpaque(unpack(archive).layers().getLast() + "/d")).isFalse();
  }

  private static List<String> paths(List<String> shown) {
    List<String> paths = new ArrayList<>(List.of(""));
    shown.forEach(path -> paths.add("/" + path));
    return paths;
  }

  @Test
  void thereAreManyAttempts() {
    assertThat(List.of(names(), symbolicLinks(), hardLinks(), devicesAndMarks(), bombs()))
        .flatMap(attempts -> attempts)
        .hasSizeGreaterThan(80);
  }

  @Test
  void whatUnpacksToMoreThanTheLimitLeavesNothing() throws IOException {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(
          new RawTar()
              .owner(self.uid(), self.gid())
              .header('0', "k", "", 0, 63 << 20)
              .unfinished());
      for (int i = 0; i < 80; i++) {
        gzip.write(new byte[1 << 20]);
      }
    }
    assertThat(packed.size()).isLessThan(200_000);
    List<String> before = layers();
    var failure = catchThrowableOfType(StaveException.class, () -> unpack(packed.toByteArray()));
    assertThat(failure).hasMessageContaining("holds more than 67108864 bytes");
    assertThat(layers()).isEqualTo(before);
  }

  @Test
  void aFileLargerThanTheDiskIsRefusedBeforeItIsWritten() throws IOException {
    Store large = Store.open(folder.resolve("store"), Limits.DEFAULT);
    byte[] archive =
        tar(
            t ->
                t.pax("GNU.sparse.size", Long.toString(1L << 39))
                    .pax("GNU.sparse.map", "0,4")
                    .file("k"));
    if (FileSystems.freeBytes(canary) > 1L << 39) {
      abort("the disk is too large for this");
    }
    var failure =
        catchThrowableOfType(
            StaveException.class,
            () ->
                large.unpack(
                    List.of(
                        new LayerArchive(
                            Digest.of(archive), () -> new ByteArrayInputStream(archive)))));
    assertThat(failure).hasMessageContaining("the disk is full: entry k needs 549755813888 bytes");
    assertThat(failure.problem().category()).isEqualTo(Category.ENVIRONMENT);
    assertThat(failure.problem().fix()).isPresent();
  }

  @Test
  void namesThatSteerATerminalAreNotPrinted() {
    byte[] archive = tar(t -> t.hardLink("\u001b[2J\u0007h", "\u001b]0;x\u0007"));
    var failure = catchThrowableOfType(StaveException.class, () -> unpack(archive));
    assertThat(failure).hasMessageContaining("entry ?[2J?h: it is a hard link to ?]0;x?");
  }
}
