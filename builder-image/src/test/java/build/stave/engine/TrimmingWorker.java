package build.stave.engine;

import build.stave.dockerfile.RunMount.Sharing;
import build.stave.linux.Stat;
import build.stave.oci.Digest;
import build.stave.run.CacheMounts;
import build.stave.snapshot.Build;
import build.stave.snapshot.Committed;
import build.stave.snapshot.Store;
import build.stave.snapshot.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** A process that builds, in a manner of speaking, and leaves its store within a quota. */
final class TrimmingWorker {
  static final int LAYER = 60_000;
  private static final int BLOBS = 24;

  private final Path root;
  private final Store store;
  private final Random random;

  private TrimmingWorker(Path root, long seed) throws IOException {
    this.root = root;
    this.store = Store.open(root);
    this.random = new Random(seed);
  }

  /** Arguments: the store's folder, a seed, how many rounds, the quota. */
  public static void main(String[] arguments) throws Exception {
    Path root = Path.of(arguments[0]);
    var worker = new TrimmingWorker(root, Long.parseLong(arguments[1]));
    var trim = new StoreTrim(root, worker.store);
    for (int round = Integer.parseInt(arguments[2]); round > 0; round--) {
      worker.build();
      trim.to(Long.parseLong(arguments[3]));
      System.out.println("round");
    }
  }

  private void build() throws Exception {
    Stat self = build.stave.linux.Files.lstat(root.toString());
    List<Digest> used = new ArrayList<>();
    try (Build build = store.newBuild()) {
      for (int i = 0; i < 3; i++) {
        used.add(blob(build, random.nextInt(BLOBS)));
      }
      try (var lease =
          CacheMounts.open(root)
              .open(
                  "id" + random.nextInt(2),
                  Sharing.SHARED,
                  0755,
                  self.uid(),
                  self.gid(),
                  Optional.empty())) {
        Files.write(lease.path().resolve("f" + random.nextInt(9)), new byte[20_000]);
        for (Digest digest : used) {
          if (!Digest.of(Files.readAllBytes(store.blobs().path(digest))).equals(digest)) {
            throw new IllegalStateException("a blob that is in use is not what it was");
          }
        }
      }
      Path layer = Files.createDirectory(build.folder().resolve("layer"));
      Files.write(layer.resolve("f"), new byte[LAYER]);
      Files.write(layer.resolve("g"), new byte[LAYER]);
      build.keep(
          Digest.of("step " + random.nextInt(BLOBS)),
          new Committed(Tree.EMPTY, sink -> {}, false, layer.toString()));
    }
  }

  private Digest blob(Build build, int number) throws IOException {
    byte[] content = new byte[10_000 + number * 3_000];
    new Random(number).nextBytes(content);
    Digest digest = Digest.of(content);
    if (!store.blobs().has(digest)) {
      store.blobs().adopt(digest, Files.write(build.folder().resolve("blob"), content));
    }
    return digest;
  }
}
