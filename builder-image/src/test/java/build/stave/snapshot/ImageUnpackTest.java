package build.stave.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import build.stave.archive.RawTar;
import build.stave.linux.FileSystems;
import build.stave.linux.Files;
import build.stave.linux.Stat;
import build.stave.oci.Digest;
import build.stave.problem.Problem;
import build.stave.problem.StaveException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Layers that are unpacked at once are those that are unpacked one after the other. */
class ImageUnpackTest {
  private static final int STACKS = 150;

  @TempDir Path folder;
  private Stat self = new Stat(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  @BeforeEach
  void prepare() throws IOException {
    self = Files.lstat(folder.toRealPath().toString());
    if (FileSystems.type(folder.toString()) == 0x794C7630L) {
      abort("temporary files lie on an overlay, which holds no layers");
    }
  }

  /** JUnit warns of each link that leads out of its folder. */
  @AfterEach
  void remove() throws IOException {
    for (String store : Files.list(folder.toString())) {
      Files.removeTree(folder + "/" + store);
    }
  }

  private RawTar tar() {
    return new RawTar().owner(self.uid(), self.gid());
  }

  private static LayerArchive layer(byte[] archive) {
    return new LayerArchive(Digest.of(archive), () -> new ByteArrayInputStream(archive));
  }

  /** Delivers once the latch is open. */
  private static LayerArchive late(byte[] archive, CountDownLatch latch) {
    return new LayerArchive(
        Digest.of(archive),
        () -> {
          try {
            latch.await();
          } catch (InterruptedException e) {
            throw new InterruptedIOException();
          }
          return new ByteArrayInputStream(archive);
        });
  }

  private Store store(String name) throws IOException {
    return Store.open(folder.resolve(name));
  }

  @Test
  void randomStacks() throws IOException {
    long seed = System.nanoTime();
    var random = new RandomLayers(seed, self.uid(), self.gid());
    Store one = store("one");
    Store all = store("all");
    int refused = 0;
    for (int stack = 0; stack < STACKS; stack++) {
      List<LayerArchive> layers = random.next().stream().map(ImageUnpackTest::layer).toList();
      String what = "seed " + seed + ", stack " + stack;
      Tree expected = oneByOne(one, layers);
      if (expected == null) {
        refused++;
        assertThatThrownBy(() -> all.unpack(layers)).as(what).isInstanceOf(StaveException.class);
        continue;
      }
      Tree tree = all.unpack(layers);
      assertThat(tree.layers()).as(what).hasSameSizeAs(expected.layers());
      for (int i = 0; i < tree.layers().size(); i++) {
        assertThat(listing(tree.layers().get(i)))
            .as(what + ", layer " + i)
            .isEqualTo(listing(expected.layers().get(i)));
      }
    }
    assertThat(refused).isBetween(STACKS / 100, STACKS * 3 / 4);
  }

  private static @Nullable Tree oneByOne(Store store, List<LayerArchive> layers)
      throws IOException {
    Tree tree = Tree.EMPTY;
    try {
      for (int i = 1; i <= layers.size(); i++) {
        tree = store.unpack(layers.subList(0, i));
      }
      return tree;
    } catch (StaveException e) {
      return null;
    }
  }

  /** All that overlayfs and the reader of layers see of one, and what is remembered beside it. */
  private static SortedMap<String, String> listing(String layer) throws IOException {
    SortedMap<String, String> lines = new TreeMap<>();
    add(layer, "", lines);
    lines.put("devices", LeftOutDevices.of(layer).toString());
    return lines;
  }

  private static void add(String root, String path, SortedMap<String, String> lines)
      throws IOException {
    String file = root + path;
    Stat stat = Files.lstat(file);
    var line = new StringBuilder();
    // Whiteouts have no time that anybody looks at.
    long time = stat.isOverlayWhiteout() ? 0 : stat.mtime();
    line.append(Integer.toOctalString(stat.mode())).append(' ').append(time).append(' ');
    line.append(stat.uid()).append(':').append(stat.gid()).append(' ');
    Files.xattrs(file).forEach((name, value) -> line.append(name).append('=').append(value.length));
    if (stat.isFile()) {
      try (InputStream in = Files.read(file)) {
        line.append(stat.links()).append(Digest.of(in.readAllBytes()));
      }
    } else if (stat.isSymlink()) {
      line.append(Files.readlink(file));
    }
    lines.put(path + "/", line.toString());
    if (stat.isDirectory()) {
      for (String name : Files.list(file)) {
        add(root, path + "/" + name, lines);
      }
    }
  }

  @Test
  void aLayerThatNeedsNothingDoesNotWait() throws Exception {
    byte[] low = tar().directory("d/").file("d/f", "1").end();
    byte[] high = tar().directory("d/").file("d/g", "2").file("d/.wh.f", "").end();
    var latch = new CountDownLatch(1);
    var read = new CountDownLatch(1);
    var announced =
        new LayerArchive(
            Digest.of(high),
            () ->
                new ByteArrayInputStream(high) {
                  @Override
                  public synchronized int read(byte[] bytes, int offset, int length) {
                    int count = super.read(bytes, offset, length);
                    if (count < 0) {
                      read.countDown();
                    }
                    return count;
                  }
                });
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Tree> tree =
          threads.submit(() -> store("s").unpack(List.of(late(low, latch), announced)));
      assertThat(read.await(20, TimeUnit.SECONDS)).as("the upper layer is read").isTrue();
      latch.countDown();
      assertThat(Files.lstat(tree.get().layers().getLast() + "/d/f").isOverlayWhiteout()).isTrue();
    }
  }

  @Test
  void theFailureOfALayerIsThatOfTheImage() throws Exception {
    byte[] low = tar().file("f", "1").end();
    byte[] high = tar().hardLink("g", "f").end();
    var never = new CountDownLatch(1);
    var broken =
        new LayerArchive(
            Digest.of(low),
            () -> {
              throw Problem.remote("pull it", "it is gone").exception();
            });
    Store store = store("s");
    assertThatThrownBy(() -> store.unpack(List.of(broken, layer(high), late(low, never))))
        .isInstanceOf(StaveException.class)
        .hasMessage("pull it: it is gone");
    assertThat(Files.list(folder + "/s/layers")).isEmpty();
  }

  @Test
  void theSameLayerTwice() throws IOException {
    byte[] archive = tar().file("d/f", "1").file(".wh.d", "").end();
    Tree tree = store("s").unpack(List.of(layer(archive), layer(archive)));
    assertThat(tree.layers()).hasSize(2).doesNotHaveDuplicates();
    assertThat(Attributes.isOpaque(tree.layers().getFirst() + "/d")).isFalse();
    assertThat(Attributes.isOpaque(tree.layers().getLast() + "/d")).isTrue();
  }

  @Test
  void manyProcessesUnpackAnImageOnce() throws Exception {
    var opened = new AtomicInteger();
    List<LayerArchive> layers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      // Each links to a file below, so that each waits for all.
      RawTar tar = tar().file("f" + i, "content");
      byte[] archive = (i == 0 ? tar : tar.hardLink("g" + i, "f" + (i - 1))).end();
      layers.add(
          new LayerArchive(
              Digest.of(archive),
              () -> {
                opened.incrementAndGet();
                return new ByteArrayInputStream(archive);
              }));
    }
    List<Future<Tree>> trees = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 4; i++) {
        Store store = store("s");
        trees.add(threads.submit(() -> store.unpack(layers)));
        trees.add(threads.submit(() -> store.unpack(layers.subList(0, 15))));
      }
    }
    for (Future<Tree> tree : trees) {
      assertThat(tree.get().layers()).hasSizeBetween(15, 20);
    }
    assertThat(opened).hasValue(20);
  }
}
