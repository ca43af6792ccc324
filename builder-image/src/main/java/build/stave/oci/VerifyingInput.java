package build.stave.oci;

import build.stave.problem.Problem;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/** Fails at the end of a blob that is not what its descriptor says, or as soon as it is longer. */
final class VerifyingInput extends FilterInputStream {
  private final Descriptor descriptor;
  private final MessageDigest hash;
  private long size;
  private boolean ended;

  VerifyingInput(InputStream in, Descriptor descriptor) {
    super(in);
    this.descriptor = descriptor;
    this.hash = descriptor.digest().newHash();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int n = in.read(bytes, offset, length);
    if (n >= 0) {
      hash.update(bytes, offset, n);
      size += n;
      if (size > descriptor.size()) {
        throw damaged("it is longer than " + descriptor.size() + " bytes");
      }
    } else if (!ended) {
      ended = true;
      if (size < descriptor.size()) {
        throw damaged("it ends after " + size + " of " + descriptor.size() + " bytes");
      }
      Digest actual = Digest.of(hash.digest(), descriptor.digest().algorithm());
      if (!actual.equals(descriptor.digest())) {
        throw damaged("its content has the digest " + actual);
      }
    }
    return n;
  }

  @Override
  public long skip(long n) throws IOException {
    // What is skipped has to be hashed too.
    return readNBytes((int) Math.min(n, 8192)).length;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private RuntimeException damaged(String how) {
    return Problem.remote("read blob " + descriptor.digest(), how).exception();
  }
}
