package build.stave.run;

import static org.assertj.core.api.Assertions.assertThat;

import build.stave.dockerfile.RunMount.Sharing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class CacheMountsTest {
  @TempDir Path store;

  private static CacheMounts.Lease take(CacheMounts caches, String id, Sharing sharing)
      throws IOException, InterruptedException {
    int uid = (int) uid();
    return caches.open(id, sharing, 0750, uid, gid(), Optional.empty());
  }

  private static long uid() throws IOException {
    return build.stave.linux.Files.lstat("/proc/self").uid();
  }

  private static int gid() throws IOException {
    return build.stave.linux.Files.lstat("/proc/self").gid();
  }

  @Test
  void sharedOnesUseOneDirectoryPrivateOnesAnother() throws Exception {
    CacheMounts caches = CacheMounts.open(store);
    try (var a = take(caches, "x", Sharing.SHARED);
        var b = take(caches, "x", Sharing.SHARED);
        var c = take(caches, "x", Sharing.PRIVATE);
        var d = take(caches, "y/../z", Sharing.LOCKED)) {
      assertThat(a.path()).isEqualTo(b.path()).isNotEqualTo(c.path()).startsWith(store);
      assertThat(d.path()).startsWith(store).isNotEqualTo(a.path());
      assertThat(build.stave.linux.Files.lstat(a.path().toString()).permissions()).isEqualTo(0750);
    }
    try (var again = take(caches, "x", Sharing.PRIVATE)) {
      assertThat(again.path().toString()).endsWith("/0/data");
    }
  }

  @Test
  void lockedOnesWaitForEachOtherAcrossStores() throws Exception {
    CacheMounts caches = CacheMounts.open(store);
    CacheMounts other = CacheMounts.open(store);
    var taken = new AtomicBoolean();
    var first = take(caches, "x", Sharing.LOCKED);
    Thread waiting =
        Thread.ofVirtual()
            .start(
                () -> {
                  try (var second = take(other, "x", Sharing.LOCKED)) {
                    taken.set(Files.isDirectory(second.path()));
                  } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                });
    Thread.sleep(60);
    assertThat(taken).isFalse();
    first.close();
    first.close();
    waiting.join();
    assertThat(taken).isTrue();
  }

  @Test
  void aNewDirectoryIsSeededOnce() throws Exception {
    CacheMounts caches = CacheMounts.open(store);
    CacheMounts.Seed seed = d -> Files.writeString(d.resolve("f"), "seed");
    int uid = (int) uid();
    try (var a = caches.open("s", Sharing.SHARED, 0755, uid, gid(), Optional.of(seed))) {
      assertThat(a.path().resolve("f")).hasContent("seed");
      Files.writeString(a.path().resolve("f"), "own");
    }
    try (var a = caches.open("s", Sharing.SHARED, 0755, uid, gid(), Optional.of(seed))) {
      assertThat(a.path().resolve("f")).hasContent("own");
    }
  }
}
