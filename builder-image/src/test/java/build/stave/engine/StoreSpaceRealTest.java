package build.stave.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import build.stave.linux.FileSystems;
import build.stave.linux.Mounts;
import build.stave.oci.Digest;
import build.stave.snapshot.Build;
import build.stave.snapshot.Store;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A build on a disk that earlier builds have filled. */
@Tag("real")
@Timeout(60)
class StoreSpaceRealTest {
  private static final int MIB = 1 << 20;
  private static final int BLOBS = 8;

  @TempDir Path folder;
  private Path disk;
  private Store store;
  private StoreSpace space;

  /** Of 40 MiB there are 32 in use, of things that can go. */
  @BeforeEach
  void fill() throws IOException {
    disk = Files.createDirectory(folder.resolve("disk"));
    Mounts.tmpfs(disk.toString(), "size=40m");
    store = Store.open(disk);
    space = new StoreSpace(disk, new StoreTrim(disk, store), OptionalLong.empty());
    try (Build build = store.newBuild()) {
      for (int i = 0; i < BLOBS; i++) {
        Path blob = Files.write(build.folder().resolve("blob"), new byte[4 * MIB]);
        store.blobs().adopt(Digest.of("blob " + i), blob);
      }
    }
  }

  @AfterEach
  void unmount() throws IOException {
    Mounts.unmount(disk.toString());
  }

  private Path write(int mebibytes) throws IOException {
    Path file = disk.resolve("file");
    Files.deleteIfExists(file);
    return Files.write(file, new byte[mebibytes * MIB]);
  }

  @Test
  void workThatFindsTheDiskFullIsDoneAgainOnceThereIsRoom() throws Exception {
    assertThatThrownBy(() -> write(20)).hasMessageContaining("No space left");
    assertThat(space.inRoom(() -> write(20))).hasSize(20L * MIB);
    assertThat(space.inRoom(() -> write(38))).hasSize(38L * MIB);
    assertThatThrownBy(() -> space.inRoom(() -> write(44))).hasMessageContaining("No space left");
  }

  @Test
  void whatABuildUsesIsNoRoom() throws Exception {
    Store running = Store.open(disk);
    try (Build _ = running.newBuild()) {
      for (int i = 0; i < BLOBS; i++) {
        assertThat(running.blobs().has(Digest.of("blob " + i))).isTrue();
      }
      assertThatThrownBy(() -> space.inRoom(() -> write(20))).hasMessageContaining("No space left");
      assertThat(running.blobs().has(Digest.of("blob 0"))).isTrue();
    }
  }

  @Test
  void roomIsKeptWhileABuildWrites() throws Exception {
    try (Closeable _ = space.watch();
        OutputStream out = Files.newOutputStream(disk.resolve("file"))) {
      for (int written = 0; written < 36; written++) {
        while (FileSystems.freeBytes(disk.toString()) < MIB + 4096) {
          Thread.sleep(10);
        }
        out.write(new byte[MIB]);
      }
    }
    assertThat(disk.resolve("file")).hasSize(36L * MIB);
  }
}
