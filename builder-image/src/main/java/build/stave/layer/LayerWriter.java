package build.stave.layer;

import build.stave.archive.Change;
import build.stave.archive.TarWriter;
import build.stave.oci.Descriptor;
import build.stave.problem.FullDisk;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes layers in one pass over their bytes: tar, its digest, compressor, digest, file. Memory is
 * bounded whatever a layer's size; the same changes have the same bytes on any number of threads.
 * Safe for use by many threads, which share the compressing ones.
 */
public final class LayerWriter {
  private static final int CHUNK = 128 * 1024;

  private final LayerCompression compression;
  private final Compressors compressors;

  /**
   * A writer.
   *
   * @param threads how many blocks are compressed at once, at least 1
   */
  public LayerWriter(LayerCompression compression, int threads) {
    this.compression = compression;
    this.compressors = new Compressors(Math.max(1, threads));
  }

  /**
   * Writes one layer into a new file of the folder. On failure no file is left.
   *
   * @throws build.stave.problem.StaveException where the disk is full, a file changed while it was
   *     read, or tar cannot express a change
   */
  public LayerBlob write(Change.Stream changes, Path folder) throws IOException {
    Path file = Files.createTempFile(folder, "layer-", ".tmp");
    boolean done = false;
    try {
      LayerBlob blob = write(changes, file, Files.newOutputStream(file));
      done = true;
      return blob;
    } catch (IOException e) {
      throw FullDisk.explain(e, "write a layer", folder);
    } finally {
      if (!done) {
        Files.deleteIfExists(file);
      }
    }
  }

  private LayerBlob write(Change.Stream changes, Path file, OutputStream sink) throws IOException {
    var compressed = new HashingOutput(new BufferedOutputStream(sink, CHUNK));
    var plain = new HashingOutput(compressors.open(compression, compressed));
    try (sink;
        var tar = new TarWriter(plain)) {
      changes.forEach(tar::put);
    }
    Descriptor descriptor =
        Descriptor.of(compression.mediaType(), compressed.digest(), compressed.size());
    return new LayerBlob(file, descriptor, plain.digest());
  }
}
