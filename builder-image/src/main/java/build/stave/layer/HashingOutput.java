package build.stave.layer;

import build.stave.oci.Digest;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;

/** Counts and hashes what passes. */
final class HashingOutput extends FilterOutputStream {
  private final MessageDigest hash = Digest.newSha256();
  private long size;

  HashingOutput(OutputStream out) {
    super(out);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length);
    hash.update(bytes, offset, length);
    size += length;
  }

  /** Digest of all that passed; ends the hash. */
  Digest digest() {
    return Digest.of(hash.digest(), "sha256");
  }

  long size() {
    return size;
  }
}
