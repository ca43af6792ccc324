package build.stave.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import build.stave.archive.Change;
import build.stave.archive.Entry;
import build.stave.oci.Digest;
import build.stave.oci.MediaType;
import build.stave.problem.Category;
import build.stave.problem.StaveException;
import build.stave.source.Shell;
import com.github.luben.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayerWriterTest {
  private static final long SEED = 42;

  @TempDir Path folder;

  @Test
  void bytesDoNotDependOnTheNumberOfThreads() throws IOException {
    Change.Stream changes = mixedContent(5_000_000);
    for (LayerCompression compression :
        List.of(LayerCompression.GZIP, LayerCompression.ZSTD, LayerCompression.NONE)) {
      LayerBlob one = new LayerWriter(compression, 1).write(changes, folder);
      LayerBlob eight = new LayerWriter(compression, 8).write(changes, folder);
      assertThat(eight.descriptor())
          .as("%s, seed %d", compression, SEED)
          .isEqualTo(one.descriptor());
      assertThat(eight.diffId()).isEqualTo(one.diffId());
      assertThat(Digest.of(Files.readAllBytes(one.file()))).isEqualTo(one.descriptor().digest());
      assertThat(Files.size(one.file())).isEqualTo(one.descriptor().size());
      assertThat(Digest.of(unpacked(compression, one.file()))).isEqualTo(one.diffId());
    }
  }

  @Test
  void aGzipLayerSaysNothingOfTimeOrPlace() throws IOException {
    LayerBlob blob = new LayerWriter(LayerCompression.GZIP, 2).write(sink -> {}, folder);
    assertThat(blob.descriptor().mediaType()).isEqualTo(MediaType.OCI_LAYER_GZIP);
    assertThat(blob.diffId()).isEqualTo(Digest.of(new byte[1024]));
    assertThat(Files.readAllBytes(blob.file())).startsWith(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff);
  }

  @Test
  void gzipItselfReadsALayer() throws Exception {
    Change.Stream changes = mixedContent(2_000_000);
    LayerBlob gzip = new LayerWriter(LayerCompression.GZIP, 2).write(changes, folder);
    LayerBlob plain = new LayerWriter(LayerCompression.NONE, 2).write(changes, folder);
    String check = "gzip -dc <" + gzip.file() + " | cmp - " + plain.file() + " && echo same";
    assertThat(Shell.run(folder, check)).isEqualTo("same");
  }

  @Test
  void contentThatFillsBlocksExactlyComesBack() throws IOException {
    for (int blocks = 1; blocks <= 2; blocks++) {
      // Header and trailer take three blocks of 512 bytes.
      Change.Stream changes = oneFile(random(blocks * GzipBlock.SIZE - 3 * 512));
      LayerBlob blob = new LayerWriter(LayerCompression.GZIP, 2).write(changes, folder);
      byte[] tar = unpacked(LayerCompression.GZIP, blob.file());
      assertThat(tar).as("seed %d", SEED).hasSize(blocks * GzipBlock.SIZE);
      assertThat(Digest.of(tar)).isEqualTo(blob.diffId());
    }
  }

  @Test
  void aFileThatChangesWhileItIsReadIsAnErrorAndLeavesNothing() throws IOException {
    Path file = Files.write(folder.resolve("content"), new byte[10]);
    Path layers = Files.createDirectory(folder.resolve("layers"));
    for (long size : List.of(9L, 11L)) {
      Change put = new Change.Put(file("grown", size), file.toString());
      assertThatThrownBy(
              () ->
                  new LayerWriter(LayerCompression.GZIP, 2).write(sink -> sink.accept(put), layers))
          .isInstanceOfSatisfying(
              StaveException.class,
              e -> {
                assertThat(e.problem().category()).isEqualTo(Category.ENVIRONMENT);
                assertThat(e).hasMessageContaining("/grown");
              });
    }
    assertThat(layers).isEmptyDirectory();
  }

  @Test
  void aNameThatWouldBeReadAsADeletionIsRefused() {
    for (String path : List.of(".wh.x", "a/.wh.x", "a/.wh..wh..opq")) {
      assertThatThrownBy(
              () ->
                  new LayerWriter(LayerCompression.GZIP, 1)
                      .write(sink -> sink.accept(new Change.Put(file(path, 0), null)), folder))
          .isInstanceOfSatisfying(
              StaveException.class,
              e -> assertThat(e.problem().category()).isEqualTo(Category.USER));
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void levelsOutsideTheFormatAreRefused() {
    assertThatThrownBy(() -> new LayerCompression(LayerCompression.Format.NONE, 1))
        .hasMessageContaining("between 0 and 0");
    assertThatThrownBy(() -> new LayerCompression(LayerCompression.Format.ZSTD, 0))
        .hasMessageContaining("between 1 and 19");
  }

  private Change.Stream mixedContent(int size) throws IOException {
    byte[] content = random(size);
    // Runs of equal bytes between the random ones, so that there is something to compress.
    for (int i = 0; i < size; i += 3000) {
      java.util.Arrays.fill(content, i, Math.min(size, i + 2000), (byte) i);
    }
    return oneFile(content);
  }

  private Change.Stream oneFile(byte[] content) throws IOException {
    Path file = Files.write(Files.createTempFile(folder, "content", ""), content);
    return sink -> sink.accept(new Change.Put(file("file", content.length), file.toString()));
  }

  private static byte[] random(int size) {
    byte[] content = new byte[size];
    new Random(SEED).nextBytes(content);
    return content;
  }

  private static Entry file(String path, long size) {
    return new Entry(path, Entry.Kind.FILE, 0644, 0, 0, size, 1, "", 0, 0, new TreeMap<>());
  }

  private static byte[] unpacked(LayerCompression compression, Path file) throws IOException {
    try (InputStream raw = Files.newInputStream(file);
        InputStream in =
            switch (compression.format()) {
              case NONE -> raw;
              case GZIP -> new GZIPInputStream(raw);
              case ZSTD -> new ZstdInputStream(raw);
            }) {
      return in.readAllBytes();
    }
  }
}
