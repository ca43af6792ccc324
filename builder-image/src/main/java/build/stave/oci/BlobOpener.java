package build.stave.oci;

import java.io.IOException;
import java.io.InputStream;

/** Content that can be read more than once, and is fetched no earlier than it is read. */
@FunctionalInterface
public interface BlobOpener {
  /** Opens the content from its first byte; the caller closes it. */
  InputStream open() throws IOException;
}
