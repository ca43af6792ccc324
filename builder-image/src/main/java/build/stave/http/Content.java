package build.stave.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a request carries. Its length is always known, because registries need not take chunked
 * transfer encoding; it can be opened again, for a retry or a redirect.
 *
 * @param length in bytes
 * @param opener opens exactly that many bytes
 */
public record Content(long length, Opener opener) {
  /** Nothing. */
  public static final Content EMPTY = new Content(0, InputStream::nullInputStream);

  /** Opens content from its start, each time it is asked. */
  @FunctionalInterface
  public interface Opener {
    InputStream open() throws IOException;
  }

  /** Bytes in memory. */
  public static Content of(byte[] bytes) {
    return new Content(bytes.length, () -> new ByteArrayInputStream(bytes));
  }

  /** A whole file, of the size it has now. */
  public static Content of(Path file) throws IOException {
    return new Content(Files.size(file), () -> Files.newInputStream(file));
  }
}
