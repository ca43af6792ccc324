package build.stave.engine;

import build.stave.oci.Digest;
import build.stave.problem.FullDisk;
import build.stave.snapshot.BlobStore;
import build.stave.stream.BulkInput;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Passes on a blob that verifies itself, and leaves it in the store when it has come to its end.
 */
final class BlobCopy extends BulkInput {
  private final InputStream in;
  private final BlobStore blobs;
  private final Digest digest;
  private final Path file;
  private final OutputStream out;
  private boolean ended;

  /**
   * @param folder for the file until it is whole
   */
  BlobCopy(InputStream in, BlobStore blobs, Digest digest, Path folder) throws IOException {
    this.in = in;
    this.blobs = blobs;
    this.digest = digest;
    file = Files.createTempFile(folder, "blob-", "");
    out = Files.newOutputStream(file);
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count = in.read(bytes, offset, length);
    if (count > 0) {
      write(bytes, offset, count);
    } else if (count < 0 && !ended) {
      ended = true;
      out.close();
      blobs.adopt(digest, file);
    }
    return count;
  }

  /**
   * In words of its own, since whoever reads an archive takes an IOException for one of reading.
   */
  private void write(byte[] bytes, int offset, int length) {
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      throw FullDisk.writing(file, "", e);
    }
  }

  @Override
  public void close() throws IOException {
    try (in;
        out) {
      Files.deleteIfExists(file);
    }
  }
}
