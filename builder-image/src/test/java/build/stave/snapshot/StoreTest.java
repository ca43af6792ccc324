package build.stave.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.abort;

import build.stave.archive.RawTar;
import build.stave.linux.FileLock;
import build.stave.linux.FileSystems;
import build.stave.linux.Files;
import build.stave.linux.Stat;
import build.stave.oci.BlobOpener;
import build.stave.oci.Digest;
import build.stave.problem.Category;
import build.stave.problem.StaveException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a store keeps, for whom, and for how long. */
class StoreTest {
  @TempDir Path folder;
  private Path root = Path.of("/");
  private byte[] archive = {};
  private Digest diffId = Digest.of("");

  @BeforeEach
  void prepare() throws IOException {
    root = folder.toRealPath().resolve("store");
    Stat self = Files.lstat(folder.toRealPath().toString());
    if (FileSystems.type(folder.toString()) == 0x794C7630L) {
      abort("temporary files lie on an overlay, which holds no layers");
    }
    archive = new RawTar().owner(self.uid(), self.gid()).file("f", "content").end();
    diffId = Digest.of(archive);
  }

  private BlobOpener opener() {
    return () -> new ByteArrayInputStream(archive);
  }

  private Tree unpack(Store store) throws IOException {
    return store.unpack(List.of(new LayerArchive(diffId, opener())));
  }

  private Path newBlob(Build build, String content) throws IOException {
    return java.nio.file.Files.writeString(build.folder().resolve("download"), content);
  }

  private List<String> layers() throws IOException {
    return Files.list(root + "/layers");
  }

  private record Pruned(int layers, int blobs, int inUse) {}

  private static Pruned prune(Store store) throws IOException {
    int layers = 0;
    int blobs = 0;
    int inUse = 0;
    for (StoredItem item : store.items()) {
      if (!item.remove()) {
        inUse++;
      } else if (item.kind() == StoredItem.Kind.LAYER) {
        layers++;
      } else {
        blobs++;
      }
    }
    return new Pruned(layers, blobs, inUse);
  }

  @Test
  void contentOfAnotherDiffIdLeavesNothing() throws IOException {
    Store store = Store.open(root);
    Digest other = Digest.of("another");
    var failure =
        catchThrowableOfType(
            StaveException.class, () -> store.unpack(List.of(new LayerArchive(other, opener()))));
    assertThat(failure)
        .hasMessage("unpack layer " + other + ": its content has the diff id " + diffId);
    assertThat(failure.problem().category()).isEqualTo(Category.REMOTE);
    assertThat(layers()).isEmpty();
    assertThat(Files.list(root + "/unsynced")).isEmpty();
  }

  @Test
  void bytesBehindTheArchiveCountForTheDiffId() throws IOException {
    Store store = Store.open(root);
    byte[] longer = java.util.Arrays.copyOf(archive, archive.length + 10240);
    longer[longer.length - 1] = 1;
    var failure =
        catchThrowableOfType(
            StaveException.class,
            () ->
                store.unpack(
                    List.of(new LayerArchive(diffId, () -> new ByteArrayInputStream(longer)))));
    assertThat(failure).hasMessageContaining("diff id");
    assertThat(layers()).isEmpty();
  }

  @Test
  void manyAskForTheSameLayerAndOneUnpacksIt() throws Exception {
    var opened = new AtomicInteger();
    BlobOpener slow =
        () -> {
          opened.incrementAndGet();
          return new InputStream() {
            private final InputStream in = new ByteArrayInputStream(archive);

            @Override
            public int read() throws IOException {
              throw new IOException("one byte at a time");
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
              try {
                Thread.sleep(30);
              } catch (InterruptedException e) {
                throw new IOException(e);
              }
              return in.read(bytes, offset, Math.min(length, 512));
            }
          };
        };
    List<Store> stores = List.of(Store.open(root), Store.open(root), Store.open(root));
    List<Future<Tree>> trees = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 12; i++) {
        Store store = stores.get(i % 3);
        trees.add(threads.submit(() -> store.unpack(List.of(new LayerArchive(diffId, slow)))));
      }
    }
    for (Future<Tree> tree : trees) {
      assertThat(tree.get()).isEqualTo(trees.getFirst().get());
    }
    assertThat(opened).hasValue(1);
    assertThat(layers()).hasSize(1);
  }

  @Test
  void whatAKilledProcessLeftIsReplaced() throws IOException {
    Store store = Store.open(root);
    // The lowest layer is called by its own digest.
    String name = diffId.hex();
    Files.mkdir(root + "/layers/" + name + ".partial", 0700);
    Files.mkdir(root + "/layers/" + name + ".partial/fs", 0);
    unpack(store);
    assertThat(layers()).containsExactly(name);
    assertThat(Files.list(root + "/layers/" + name + "/fs")).containsExactly("f");
  }

  @Test
  void locksHoldBetweenThreadsAndWhenOthersCloseTheFile() throws IOException {
    String path = folder.resolve("lock").toString();
    try (FileLock first = Objects.requireNonNull(FileLock.tryExclusive(path))) {
      assertThat(FileLock.tryShared(path)).isNull();
      assertThat(FileLock.tryExclusive(path)).isNull();
      assertThat(otherProcessLocks(path)).isFalse();
      first.share();
      try (FileLock second = FileLock.tryShared(path)) {
        assertThat(second).isNotNull();
        assertThat(FileLock.tryExclusive(path)).isNull();
      }
      assertThat(otherProcessLocks(path)).isFalse();
      first.removeFile();
      try (FileLock anew = FileLock.tryExclusive(path)) {
        assertThat(anew).as("a lock of another file").isNotNull();
      }
    }
    assertThat(otherProcessLocks(path)).isTrue();
  }

  private static boolean otherProcessLocks(String path) throws IOException {
    try {
      return new ProcessBuilder("flock", "--nonblock", path, "true").start().waitFor() == 0;
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Test
  void pruningKeepsWhatBuildsUse() throws IOException {
    Store store = Store.open(root);
    Digest blob = Digest.of("blob");
    Digest other = Digest.of("other");
    try (Build first = store.newBuild()) {
      unpack(store);
      store.blobs().adopt(blob, newBlob(first, "blob"));
      store.blobs().adopt(other, newBlob(first, "other"));
      assertThat(prune(store)).isEqualTo(new Pruned(0, 0, 3));
      assertThat(prune(Store.open(root))).as("another process").isEqualTo(new Pruned(0, 0, 3));
    }
    Store next = Store.open(root);
    try (Build second = next.newBuild()) {
      assertThat(next.blobs().has(blob)).isTrue();
      assertThat(prune(Store.open(root))).isEqualTo(new Pruned(1, 1, 1));
      assertThat(layers()).isEmpty();
      assertThat(next.blobs().has(other)).isFalse();
      assertThat(next.blobs().path(blob)).hasContent("blob");
      Tree again = unpack(next);
      assertThat(Files.list(again.layers().getFirst())).containsExactly("f");
      assertThat(second.folder()).exists();
    }
    assertThat(prune(next)).isEqualTo(new Pruned(1, 1, 0));
    assertThat(Files.list(root + "/unsynced")).isEmpty();
    assertThat(Files.list(root + "/locks")).isEmpty();
  }

  @Test
  void pruningRemovesWhatKilledProcessesLeft() throws IOException {
    Store store = Store.open(root);
    Files.mkdir(root + "/layers/0123.partial", 0700);
    assertThat(prune(store)).isEqualTo(new Pruned(0, 0, 0));
    assertThat(layers()).isEmpty();
  }

  @Test
  void pruningWhileOthersUnpack() throws Exception {
    Store pruning = Store.open(root);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> rounds = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Store store = Store.open(root);
        rounds.add(
            threads.submit(
                () -> {
                  for (int round = 0; round < 25; round++) {
                    try (Build _ = store.newBuild()) {
                      String layer = unpack(store).layers().getFirst();
                      assertThat(Files.list(layer)).containsExactly("f");
                    }
                  }
                  return true;
                }));
      }
      while (rounds.stream().anyMatch(round -> !round.isDone())) {
        prune(pruning);
      }
      for (Future<Boolean> round : rounds) {
        assertThat(round.get()).isTrue();
      }
    }
    prune(pruning);
    assertThat(layers()).isEmpty();
  }

  @Test
  void afterACrashOfTheMachineWhatWasNotSyncedIsNotTrusted() throws IOException {
    Store store = Store.open(root);
    Digest blob = Digest.of("blob");
    try (Build build = store.newBuild()) {
      unpack(store);
      store.blobs().adopt(blob, newBlob(build, "blob"));
    }
    assertThat(Files.list(root + "/unsynced")).hasSize(2);
    Store.open(root);
    assertThat(layers()).as("same boot").hasSize(1);
    for (String mark : Files.list(root + "/unsynced")) {
      java.nio.file.Files.writeString(root.resolve("unsynced").resolve(mark), "another boot");
    }
    Store after = Store.open(root);
    assertThat(layers()).isEmpty();
    assertThat(after.blobs().has(blob)).isFalse();
    assertThat(Files.list(root + "/unsynced")).isEmpty();
  }

  @Test
  void whatWasSyncedIsTrusted() throws IOException {
    unpack(Store.open(root));
    String mark = Files.list(root + "/unsynced").getFirst();
    Path file = root.resolve("unsynced").resolve(mark);
    java.nio.file.Files.setLastModifiedTime(
        file, FileTime.from(Instant.now().minus(Duration.ofMinutes(2))));
    Store.open(root);
    assertThat(file).doesNotExist();
    assertThat(layers()).hasSize(1);
  }

  @Test
  void aCrashDoesNotTakeWhatIsInUse() throws IOException {
    Store store = Store.open(root);
    unpack(store);
    String mark = Files.list(root + "/unsynced").getFirst();
    java.nio.file.Files.writeString(root.resolve("unsynced").resolve(mark), "another boot");
    Store.open(root);
    assertThat(layers()).as("used").hasSize(1);
  }

  @Test
  void buildsOfOneProcessAreNoLeftoversOfAnother() throws IOException {
    Store store = Store.open(root);
    try (Build build = store.newBuild()) {
      Store.open(root);
      Store.open(root);
      assertThat(build.folder()).exists();
      assertThat(otherProcessLocks(root + "/locks/" + Files.list(root + "/locks").getFirst()))
          .isFalse();
    }
    assertThat(Files.list(root + "/builds")).isEmpty();
  }
}
