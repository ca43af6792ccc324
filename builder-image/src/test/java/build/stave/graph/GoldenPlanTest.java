package build.stave.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each folder of {@code plans} is a case: its Dockerfile is planned and printed. With {@code
 * -Dstave.golden.update=true} the expected texts are written instead, to be read before they are
 * committed.
 */
class GoldenPlanTest {
  private static final Path CASES = Path.of("src/test/resources/plans");
  private static final Set<String> FILES = Set.of("Dockerfile", "args", "images.json", "plan.txt");

  static Stream<Path> cases() throws IOException {
    try (Stream<Path> folders = Files.list(CASES)) {
      return folders.sorted().toList().stream();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void isPlannedAsWritten(Path folder) throws IOException {
    String printed = new PlanCase(folder).printed();
    Path expected = folder.resolve("plan.txt");
    if (Boolean.getBoolean("stave.golden.update")) {
      Files.writeString(expected, printed);
    }
    assertThat(printed).isEqualTo(Files.readString(expected));
  }

  @Test
  void everyFileBelongsToACase() throws IOException {
    List<Path> cases = cases().toList();
    assertThat(cases).hasSizeGreaterThanOrEqualTo(60);
    for (Path folder : cases) {
      try (Stream<Path> files = Files.list(folder)) {
        List<String> names = files.map(file -> file.getFileName().toString()).toList();
        assertThat(FILES).as(folder.toString()).containsAll(names);
        assertThat(names).as(folder.toString()).contains("Dockerfile", "plan.txt");
      }
    }
  }
}
