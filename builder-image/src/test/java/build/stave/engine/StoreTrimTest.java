package build.stave.engine;

import static org.assertj.core.api.Assertions.assertThat;

import build.stave.cache.CachedLayer;
import build.stave.cache.LocalCache;
import build.stave.dockerfile.RunMount.Sharing;
import build.stave.linux.DiskUsage;
import build.stave.linux.Stat;
import build.stave.oci.Descriptor;
import build.stave.oci.Digest;
import build.stave.oci.MediaType;
import build.stave.run.CacheMounts;
import build.stave.snapshot.Build;
import build.stave.snapshot.Committed;
import build.stave.snapshot.Store;
import build.stave.snapshot.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes when a store is to become smaller, and what stays. */
class StoreTrimTest {
  private static final int KIB = 1024;
  private static final long LARGE = 400 * KIB;
  private static final Digest KEY = Digest.of("key");

  @TempDir Path folder;
  private Path root = Path.of("/");
  private Store store;
  private StoreTrim trim;

  @BeforeEach
  void open() throws IOException {
    root = folder.resolve("store");
    store = Store.open(root);
    trim = new StoreTrim(root, store);
  }

  /** Keeps a blob of 100 KiB that was last used so many seconds after 1970. */
  private Digest blob(String name, int used) throws IOException {
    Digest digest = Digest.of(name);
    try (Build build = store.newBuild()) {
      store.blobs().adopt(digest, file(build.folder().resolve("blob")));
    }
    used("blob-sha256-" + digest.hex(), used);
    return digest;
  }

  private static Path file(Path path) throws IOException {
    return Files.write(path, new byte[100 * KIB]);
  }

  /** Keeps the layer of a step, of 100 KiB. */
  private void step(Digest id, int used) throws IOException {
    try (Build build = store.newBuild()) {
      Path layer = Files.createDirectory(build.folder().resolve("layer"));
      file(layer.resolve("f"));
      build.keep(id, new Committed(Tree.EMPTY, sink -> {}, false, layer.toString()));
    }
    used("layer-" + id.hex(), used);
  }

  private void used(String lock, int seconds) throws IOException {
    Files.setLastModifiedTime(
        root.resolve("locks").resolve(lock), FileTime.from(Instant.ofEpochSecond(seconds)));
  }

  private boolean has(Digest blob) {
    return Files.exists(store.blobs().path(blob));
  }

  private CacheMounts.Lease mount(String id) throws Exception {
    Stat self = build.stave.linux.Files.lstat(folder.toString());
    return CacheMounts.open(root)
        .open(id, Sharing.SHARED, 0755, self.uid(), self.gid(), Optional.empty());
  }

  @Test
  void whatWasNotUsedForLongestGoesFirst() throws IOException {
    Digest second = blob("second", 2000);
    Digest first = blob("first", 1000);
    Digest step = Digest.of("step");
    step(step, 3000);
    Digest last = blob("last", 4000);
    assertThat(trim.to(LARGE + 100 * KIB)).isEqualTo(Pruned.NOTHING);
    Pruned pruned = trim.to(300 * KIB);
    assertThat(pruned.blobs()).isEqualTo(2);
    assertThat(pruned.bytes()).isBetween(200L * KIB, 250L * KIB);
    assertThat(has(first)).isFalse();
    assertThat(has(second)).isFalse();
    assertThat(has(last)).isTrue();
    assertThat(store.holdsStep(step)).isTrue();
    assertThat(trim.to(150 * KIB)).extracting(Pruned::layers, Pruned::blobs).containsExactly(1, 0);
    assertThat(Files.exists(root.resolve("locks/layer-" + step.hex()))).isFalse();
  }

  @Test
  void toBeUsedCountsAsUse() throws IOException {
    Digest used = blob("used", 1000);
    Digest other = blob("other", 2000);
    Store next = Store.open(root);
    try (Build _ = next.newBuild()) {
      assertThat(next.blobs().has(used)).isTrue();
    }
    trim.to(150 * KIB);
    assertThat(has(used)).isTrue();
    assertThat(has(other)).isFalse();
  }

  @Test
  void whatABuildUsesStaysUntilTheBuildEnds() throws IOException {
    Digest used = blob("used", 1000);
    Store running = Store.open(root);
    try (Build _ = running.newBuild()) {
      assertThat(running.blobs().has(used)).isTrue();
      assertThat(trim.to(0).inUse()).isEqualTo(1);
      assertThat(has(used)).isTrue();
    }
    assertThat(trim.to(0).blobs()).isEqualTo(1);
  }

  @Test
  void whatIsLargerThanTheQuotaDoesNotDriveOutTheRest() throws IOException {
    Digest small = blob("small", 1000);
    Digest step = Digest.of("step");
    try (Build build = store.newBuild()) {
      Path layer = Files.createDirectory(build.folder().resolve("layer"));
      Files.write(layer.resolve("f"), new byte[500 * KIB]);
      build.keep(step, new Committed(Tree.EMPTY, sink -> {}, false, layer.toString()));
    }
    trim.to(LARGE);
    assertThat(has(small)).isTrue();
    assertThat(store.holdsStep(step)).isFalse();
  }

  @Test
  void cacheDirectoriesCountAndGoToo() throws Exception {
    Path data;
    try (CacheMounts.Lease lease = mount("a")) {
      data = lease.path();
      file(data.resolve("f"));
      assertThat(trim.to(0).inUse()).isEqualTo(1);
    }
    String lock = "mount-" + root.resolve("caches").relativize(data.getParent());
    used(lock.replace('/', '-'), 1000);
    Digest blob = blob("blob", 500);
    assertThat(trim.to(LARGE)).isEqualTo(Pruned.NOTHING);
    try (CacheMounts.Lease lease = mount("a")) {
      Files.write(lease.path().resolve("g"), new byte[300 * KIB]);
    }
    Pruned pruned = trim.to(LARGE);
    assertThat(pruned.mounts()).isEqualTo(1);
    assertThat(pruned.bytes()).as("measured anew").isGreaterThan(LARGE);
    assertThat(has(blob)).isTrue();
    try (Stream<Path> left = Files.list(root.resolve("caches"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void entriesGoWithWhatTheyName() throws IOException {
    var index = new LocalCache(root.resolve("cache"));
    Digest blob = blob("blob", 1000);
    index.put("a", KEY, entry("gone", blob));
    index.put("b", KEY, new LocalCache.Entry(Digest.of("gone"), null));
    Path named = root.resolve("cache/b").resolve(KEY.hex().substring(0, 2)).resolve(KEY.hex());
    Path part = Files.writeString(named.resolveSibling(".1.part"), "{");
    for (Path file : List.of(named, part)) {
      Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(1000)));
    }
    blob("other", 500);
    Store running = Store.open(root);
    try (Build _ = running.newBuild()) {
      index.put("c", KEY, new LocalCache.Entry(Digest.of("to come"), null));
      assertThat(trim.to(150 * KIB).blobs()).isEqualTo(1);
      assertThat(index.find("a", KEY)).as("its blob is there").isPresent();
      assertThat(index.find("b", KEY)).isEmpty();
      assertThat(part).doesNotExist();
      assertThat(index.find("c", KEY)).as("of a running build").isPresent();
    }
    trim.to(0);
    assertThat(root.resolve("cache/a")).doesNotExist();
    assertThat(root.resolve("cache/c")).doesNotExist();
  }

  private static LocalCache.Entry entry(String tree, Digest blob) {
    Descriptor layer = Descriptor.of(MediaType.OCI_LAYER, blob, 1);
    return new LocalCache.Entry(Digest.of(tree), new CachedLayer(KEY, "gzip", layer, blob));
  }

  @Test
  void whatKilledProcessesLeftGoesFirst() throws Exception {
    Digest blob = blob("blob", 1000);
    try (CacheMounts.Lease lease = mount("a")) {
      Files.createDirectory(lease.path().resolve("../../7.partial"));
    }
    file(store.blobs().path(blob).resolveSibling(blob.hex() + ".partial"));
    Path half = Files.createDirectory(root.resolve("layers").resolve("0123.partial"));
    file(half.resolve("f"));
    trim.to(LARGE);
    try (Stream<Path> files = Files.walk(root)) {
      assertThat(files).noneMatch(file -> file.toString().endsWith(".partial"));
    }
    assertThat(has(blob)).isTrue();
    assertThat(DiskUsage.of(root)).isLessThan(LARGE);
  }
}
