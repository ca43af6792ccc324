package build.stave.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What the API server says who wrote. */
final class AuditLog {
  private final Path file;

  AuditLog(Path file) {
    this.file = file;
  }

  /** Where it ends now. */
  long end() {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Changes of Stave's resources that a user made after a line, as {@code patch
   * namespace/name/status}.
   */
  List<String> writes(long after, String user) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .skip(after)
          .map(line -> Serialization.unmarshal(line, JsonNode.class))
          .filter(entry -> entry.at("/user/username").asText().equals(user))
          .map(AuditLog::brief)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String brief(JsonNode entry) {
    return entry.path("verb").asText() + " " + entry.path("requestURI").asText();
  }
}
