package build.stave.oci;

import java.io.IOException;
import java.io.InputStream;

/**
 * A blob and where its bytes come from.
 *
 * @param descriptor what it is
 * @param content its bytes, not verified
 */
public record Blob(Descriptor descriptor, BlobOpener content) {
  /**
   * Opens the content so that reading it to its end verifies digest and size.
   *
   * @throws IOException where it cannot be opened; reading throws a {@link
   *     build.stave.problem.StaveException} of category REMOTE where the content is another
   */
  public InputStream open() throws IOException {
    return new VerifyingInput(content.open(), descriptor);
  }
}
