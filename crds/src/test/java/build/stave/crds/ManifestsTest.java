package build.stave.crds;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** crds/manifests is what the records say; {@code -Dcrds.write=true} writes it. */
class ManifestsTest {
  private static final Path FOLDER = Path.of("manifests");

  @Test
  void manifestsAreGeneratedFromTheRecords() throws IOException {
    SortedMap<String, String> generated = Manifests.generate();
    if (Boolean.getBoolean("crds.write")) {
      Files.createDirectories(FOLDER);
      for (var file : generated.entrySet()) {
        Files.writeString(FOLDER.resolve(file.getKey()), file.getValue());
      }
    }
    assertThat(committed())
        .as("run ./mvnw -pl crds test -Dcrds.write=true and commit crds/manifests")
        .isEqualTo(generated);
  }

  private static SortedMap<String, String> committed() throws IOException {
    SortedMap<String, String> files = new TreeMap<>();
    try (var list = Files.newDirectoryStream(FOLDER)) {
      for (Path file : list) {
        files.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    return files;
  }
}
