package build.stave.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import build.stave.archive.RawTar;
import build.stave.linux.FileSystems;
import build.stave.linux.Files;
import build.stave.linux.Mounts;
import build.stave.linux.Stat;
import build.stave.oci.Digest;
import build.stave.problem.Category;
import build.stave.problem.StaveException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Layers as other tools make them, with owners, capabilities and devices; a disk that is full. */
@Tag("real")
class UnpackRealTest {
  private static final String CAPABILITY = "security.capability";

  @TempDir Path folder;
  private Store store;
  private Build running;
  private final List<LayerArchive> layers = new ArrayList<>();

  @BeforeEach
  void open() throws IOException {
    store = Store.open(folder.resolve("store"));
    running = store.newBuild();
  }

  @AfterEach
  void close() throws IOException {
    running.close();
  }

  /** On top of what was unpacked before. */
  private Tree unpack(byte[] archive) throws IOException {
    layers.add(new LayerArchive(Digest.of(archive), () -> new ByteArrayInputStream(archive)));
    return store.unpack(layers);
  }

  private Tree unpack(RawTar tar) throws IOException {
    return unpack(tar.end());
  }

  private static byte[] capability(int version) {
    byte[] value = new byte[version == 3 ? 24 : 20];
    value[0] = 1;
    value[3] = (byte) version;
    value[5] = 4;
    if (version == 3) {
      value[21] = 1;
    }
    return value;
  }

  @Test
  void aFullDiskIsSaidAndLeavesNothing() throws IOException {
    Path disk = java.nio.file.Files.createDirectory(folder.resolve("disk"));
    Mounts.tmpfs(disk.toString(), "size=1m,mode=755");
    try {
      Store small = Store.open(disk.resolve("store"));
      byte[] archive =
          new RawTar().file("a", "a".repeat(500_000)).file("b", "b".repeat(900_000)).end();
      var failure =
          catchThrowableOfType(
              StaveException.class,
              () ->
                  small.unpack(
                      List.of(
                          new LayerArchive(
                              Digest.of(archive), () -> new ByteArrayInputStream(archive)))));
      assertThat(failure).hasMessageContainingAll("the disk is full", "entry b", "ENOSPC");
      assertThat(failure.problem().category()).isEqualTo(Category.ENVIRONMENT);
      assertThat(failure.problem().fix()).hasValueSatisfying(f -> assertThat(f).contains("free"));
      assertThat(Files.list(disk + "/store/layers")).isEmpty();
      assertThat(FileSystems.freeBytes(disk.toString())).isGreaterThan(900_000);
    } finally {
      Mounts.unmount(disk.toString());
    }
  }

  @Test
  void ownersModesAndCapabilitiesSurviveEachOther() throws IOException {
    Tree tree =
        unpack(
            new RawTar()
                .owner(1000, 50)
                .header('0', "setuid", "", 06755, 0)
                .header('5', "sticky", "", 01777, 0)
                .pax("SCHILY.xattr." + CAPABILITY, capability(2))
                .header('0', "ping", "", 02755, 0)
                .pax("SCHILY.xattr." + CAPABILITY, capability(3))
                .header('0', "ping3", "", 0755, 0));
    try (View view = running.view(tree)) {
      Stat setuid = Files.lstat(view.root() + "/setuid");
      assertThat(setuid.permissions()).isEqualTo(06755);
      assertThat(List.of(setuid.uid(), setuid.gid())).containsExactly(1000, 50);
      assertThat(Files.lstat(view.root() + "/sticky").permissions()).isEqualTo(01777);
      assertThat(Files.lstat(view.root() + "/ping").permissions()).isEqualTo(02755);
      for (String file : List.of("/ping", "/ping3")) {
        assertThat(Attributes.read(view.root() + file).get(CAPABILITY))
            .as(file)
            .isNotNull()
            .satisfies(value -> assertThat(value.toArray()).isEqualTo(capability(2)));
      }
    }
  }

  @Test
  void hardLinksJoinFilesOfLayersBelowInACopy() throws IOException {
    Tree base =
        unpack(
            new RawTar()
                .owner(7, 8)
                .pax("SCHILY.xattr." + CAPABILITY, capability(2))
                .file("d/a", "content")
                .symlink("s", "d/a"));
    Stat before = Files.lstat(base.layers().getFirst() + "/d/a");
    Tree tree = unpack(new RawTar().hardLink("b", "d/a").hardLink("t", "s"));
    try (View view = running.view(tree)) {
      Stat a = Files.lstat(view.root() + "/d/a");
      Stat b = Files.lstat(view.root() + "/b");
      assertThat(b.ino()).isEqualTo(a.ino());
      assertThat(b.links()).isEqualTo(2);
      assertThat(List.of(b.uid(), b.gid())).containsExactly(7, 8);
      assertThat(Attributes.read(view.root() + "/b")).containsKey(CAPABILITY);
      assertThat(Files.readlink(view.root() + "/t")).isEqualTo("d/a");
    }
    assertThat(Files.lstat(base.layers().getFirst() + "/d/a")).isEqualTo(before);
  }

  @Test
  void parentsThatALayerDoesNotHoldAreAsBelow() throws IOException {
    unpack(new RawTar().owner(7, 8).header('5', "d", "", 01750, 0).file("d/a", ""));
    Tree tree = unpack(new RawTar().file("d/b", "").file("new/c", ""));
    try (View view = running.view(tree)) {
      Stat known = Files.lstat(view.root() + "/d");
      assertThat(known.permissions()).isEqualTo(01750);
      assertThat(List.of(known.uid(), known.gid())).containsExactly(7, 8);
      assertThat(known.mtime()).isEqualTo(1000);
      Stat made = Files.lstat(view.root() + "/new");
      assertThat(made.permissions()).isEqualTo(0755);
      assertThat(made.uid()).isZero();
      assertThat(made.mtime()).isZero();
      assertThat(Files.list(view.root() + "/d")).containsExactly("a", "b");
    }
  }

  @Test
  void devicesThatCannotBeMadeStillHideDeleteAndLink() throws IOException {

    unpack(new RawTar().file("x", "file").header('3', "null", "", 0666, 0).file("y", ""));
    Tree above = unpack(new RawTar().header('3', "x", "", 0666, 0).hardLink("z", "x"));
    Tree gone = unpack(new RawTar().file(".wh.x", "").file(".wh.null", ""));
    try (View view = running.view(above)) {
      assertThat(Files.list(view.root())).containsExactly("y");
    }
    assertThat(LeftOutDevices.of(above.layers().getLast())).containsExactly("x", "z");
    LowerView lower = new LowerView(above);
    assertThat(lower.lookup("x")).isNotNull();
    assertThat(new LowerView(gone).lookup("x")).isNull();
    assertThat(new LowerView(gone).lookup("null")).isNull();
    try (Snapshot step = running.begin(above)) {
      try (var out = Files.create(step.root() + "/x", 0600)) {
        out.write('x');
      }
      assertThat(step.commit(5000, 1).empty()).isFalse();
    }
  }

  @Test
  void whiteoutsOfAllForms() throws IOException {

    unpack(
        new RawTar()
            .file("file", "")
            .symlink("link", "file")
            .directory("directory/")
            .file("directory/x", "")
            .file("name.wh.in", "")
            .file("d/old", ""));
    Tree tree =
        unpack(
            new RawTar()
                .header('5', ".wh.file", "", 0, 0)
                .hardLink(".wh.link", "directory/x")
                .file(".wh.directory", "content counts for nothing")
                .file("name.wh.in", "kept")
                .file(".wh.missing", "")
                .file("d/new", "")
                .file("d/.wh..wh..opq", "")
                .file("d/later", "")
                .file(".wh..wh.orph/x", ""));
    try (View view = running.view(tree)) {
      assertThat(Files.list(view.root())).containsExactly("d", "name.wh.in");
      assertThat(Files.list(view.root() + "/d")).containsExactly("later", "new");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tar --format=gnu --sparse",
        "tar --format=gnu",
        "tar --format=oldgnu --sparse",
        "tar --format=posix --sparse --sparse-version=0.0 --xattrs",
        "tar --format=posix --sparse --sparse-version=0.1 --xattrs",
        "tar --format=posix --sparse --sparse-version=1.0 --xattrs",
        "tar --format=posix --xattrs",
        "bsdtar --format=pax",
        "bsdtar --format=gnutar",
        "bsdtar --format=pax --no-read-sparse"
      })
  void archivesOfOtherTools(String tool) throws Exception {
    List<String> command = new ArrayList<>(Arrays.asList(tool.split(" ")));
    assumeTrue(
        Arrays.stream(System.getenv("PATH").split(":"))
            .anyMatch(bin -> java.nio.file.Files.isExecutable(Path.of(bin, command.getFirst()))),
        command.getFirst() + " is not installed");
    String tree = folder.resolve("tree").toString();
    makeTree(tree);
    Path archive = folder.resolve("t.tar");
    command.addAll(List.of("-C", tree, "-cf", archive.toString(), "."));
    Process process = new ProcessBuilder(command).inheritIO().start();
    assertThat(process.waitFor()).isZero();

    Tree unpacked = unpack(java.nio.file.Files.readAllBytes(archive));
    SortedMap<String, String> expected =
        describe(tree, tool.contains("tar --format=posix") || tool.contains("pax"));
    assertThat(describe(unpacked.layers().getFirst(), true)).isEqualTo(expected);
  }

  private static void makeTree(String tree) throws IOException {
    Files.mkdir(tree, 0711);
    String deep = tree + "/" + "directory-with-a-long-name-".repeat(6);
    Files.mkdir(deep, 02755);
    try (var out = Files.create(deep + "/" + "long-file-name-".repeat(15), 04711)) {
      out.write("content".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    Files.symlink("long-target-".repeat(20), tree + "/symlink");
    Files.create(tree + "/a", 0600).close();
    Files.link(tree + "/a", tree + "/b");
    Files.lchown(tree + "/a", 1234, 5678);
    Files.setXattr(tree + "/a", "user.note", new byte[] {1, 0, '=', '\n'});
    Files.mknod(tree + "/fifo", 0010640, 0, 0);
    Files.create(tree + "/ünïcode \n name", 0644).close();
    try (var sparse = new RandomAccessFile(tree + "/sparse", "rw")) {
      sparse.setLength(3_000_000);
      for (int i = 0; i < 40; i++) {
        sparse.seek(65536L * i);
        sparse.write('0' + i);
      }
    }
    Files.chmod(tree + "/sparse", 0640);
    for (String name : Files.list(tree)) {
      Files.setTimes(tree + "/" + name, 1_000_000_000, 0);
    }
    Files.setTimes(tree, 1_000_000_001, 0);
  }

  private static SortedMap<String, String> describe(String root, boolean attributes)
      throws IOException {
    SortedMap<String, String> lines = new TreeMap<>();
    describe(root, "", attributes, lines);
    return lines;
  }

  private static void describe(
      String root, String path, boolean attributes, SortedMap<String, String> lines)
      throws IOException {
    String file = root + path;
    Stat stat = Files.lstat(file);
    var line = new StringBuilder();
    line.append(Integer.toOctalString(stat.mode())).append(' ').append(stat.uid()).append(':');
    line.append(stat.gid()).append(' ').append(stat.mtime());
    if (stat.isFile()) {
      try (var in = Files.read(file)) {
        line.append(' ')
            .append(stat.links())
            .append(' ')
            .append(
                Digest.of(
                    new String(in.readAllBytes(), java.nio.charset.StandardCharsets.ISO_8859_1)));
      }
    }
    if (stat.isSymlink()) {
      line.append(" -> ").append(Files.readlink(file));
    }
    byte[] note = attributes && stat.isFile() ? Files.xattr(file, "user.note") : null;
    line.append(note == null ? "" : " " + Arrays.toString(note));
    lines.put(path, line.toString());
    if (stat.isDirectory()) {
      for (String name : Files.list(file)) {
        describe(root, path + "/" + name, attributes, lines);
      }
    }
  }
}
