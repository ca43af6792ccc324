package build.stave.snapshot;

import build.stave.oci.BlobOpener;
import build.stave.oci.Descriptor;
import build.stave.oci.Digest;
import build.stave.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;

/** Content-addressed files. What is here was verified when it was put. */
public final class BlobStore {
  private final Path root;
  private final Path temporary;

  BlobStore(Path root, Path temporary) {
    this.root = root;
    this.temporary = temporary;
  }

  /** Whether the content is here. */
  public boolean has(Digest digest) {
    return Files.isRegularFile(path(digest));
  }

  /** Where the content is, or would be. */
  public Path path(Digest digest) {
    return root.resolve(digest.algorithm()).resolve(digest.hex());
  }

  /**
   * Stores content under its descriptor's digest, unless it is here.
   *
   * @throws build.stave.problem.StaveException REMOTE, can be retried, where digest or size differ;
   *     nothing is kept
   */
  public Path put(Descriptor descriptor, BlobOpener content) throws IOException {
    Digest digest = descriptor.digest();
    if (has(digest)) {
      return path(digest);
    }
    Path file = Files.createTempFile(temporary, "blob", "");
    try {
      MessageDigest hash = digest.newHash();
      long size = copy(content, file, hash, descriptor.size());
      Digest found = Digest.of(hash.digest(), digest.algorithm());
      if (size != descriptor.size() || !found.equals(digest)) {
        throw Problem.remote(
                "store blob " + digest,
                size == descriptor.size()
                    ? "its content has the digest " + found
                    : "its size is not " + descriptor.size() + " bytes")
            .canRetry()
            .exception();
      }
      return adopt(digest, file);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /**
   * Moves a file into the store.
   *
   * @param digest of its content; the caller computed it while writing the file
   */
  public Path adopt(Digest digest, Path file) throws IOException {
    Path target = path(digest);
    Files.createDirectories(root.resolve(digest.algorithm()));
    return Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Copies, but stops one chunk after the expected size. */
  private static long copy(BlobOpener content, Path file, MessageDigest hash, long expected)
      throws IOException {
    byte[] chunk = new byte[128 * 1024];
    long size = 0;
    try (InputStream in = content.open();
        OutputStream out = Files.newOutputStream(file)) {
      for (int n = in.read(chunk); n >= 0 && size <= expected; n = in.read(chunk)) {
        out.write(chunk, 0, n);
        hash.update(chunk, 0, n);
        size += n;
      }
    }
    return size;
  }
}
