package build.stave.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the value of a secret comes from; it is read anew for each step that mounts it. */
public sealed interface SecretSource {
  /** A file's content. */
  record File(Path path) implements SecretSource {}

  /** A value at hand. */
  record Text(String value) implements SecretSource {
    @Override
    public String toString() {
      return "Text";
    }
  }

  /** The value's bytes. */
  default byte[] read() throws IOException {
    return switch (this) {
      case File(Path path) -> Files.readAllBytes(path);
      case Text(String value) -> value.getBytes(StandardCharsets.UTF_8);
    };
  }
}
