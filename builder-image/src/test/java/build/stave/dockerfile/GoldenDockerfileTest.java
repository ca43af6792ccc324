package build.stave.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import build.stave.problem.Category;
import build.stave.problem.Problem;
import build.stave.problem.StaveException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each folder {@code dockerfiles/<section>/<case>} is a case: what its Dockerfile says, or the line
 * and the message of its error, and what the lint rules find (nothing without {@code
 * findings.txt}). The expected texts are what BuildKit 0.34 makes of the same files; those in
 * {@code stave} are where Stave means to differ.
 */
class GoldenDockerfileTest {
  private static final Path CASES = Path.of("src/test/resources/dockerfiles");
  private static final Set<String> FILES =
      Set.of("Dockerfile", "instructions.txt", "error.txt", "findings.txt");

  static Stream<Path> cases() throws IOException {
    return list(CASES).stream().flatMap(section -> list(section).stream());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void isReadAsWritten(Path folder) throws IOException {
    byte[] content = Files.readAllBytes(folder.resolve("Dockerfile"));
    Path error = folder.resolve("error.txt");
    if (Files.exists(error)) {
      assertThat(error(content)).isEqualTo(Files.readString(error));
      return;
    }
    Dockerfile dockerfile = DockerfileParser.parse("Dockerfile", content);
    assertThat(InstructionPrinter.print(dockerfile))
        .isEqualTo(Files.readString(folder.resolve("instructions.txt")));
    Path findings = folder.resolve("findings.txt");
    assertThat(findings(dockerfile.findings()))
        .isEqualTo(Files.exists(findings) ? Files.readString(findings) : "");
  }

  @Test
  void everyFileBelongsToACase() throws IOException {
    List<Path> cases = cases().toList();
    assertThat(cases).hasSizeGreaterThanOrEqualTo(200);
    for (Path folder : cases) {
      List<String> names = list(folder).stream().map(f -> f.getFileName().toString()).toList();
      assertThat(FILES).as(folder.toString()).containsAll(names);
      assertThat(names).as(folder.toString()).contains("Dockerfile");
      assertThat(names.contains("error.txt"))
          .as(folder.toString())
          .isNotEqualTo(names.contains("instructions.txt"));
      assertThat(names.contains("error.txt") && names.contains("findings.txt"))
          .as(folder.toString())
          .isFalse();
    }
  }

  private static String error(byte[] content) {
    StaveException thrown =
        catchThrowableOfType(
            StaveException.class,
            () -> InstructionPrinter.print(DockerfileParser.parse("Dockerfile", content)));
    assertThat(thrown).isNotNull();
    Problem problem = thrown.problem();
    assertThat(problem.category()).isEqualTo(Category.USER);
    return problem.location().map(l -> l.line() + " ").orElse("") + problem.message() + "\n";
  }

  private static String findings(List<Finding> findings) {
    return findings.stream()
        .map(f -> f.range().startLine() + " " + f.rule().title() + ": " + f.message() + "\n")
        .sorted(Comparator.comparingInt(GoldenDockerfileTest::line).thenComparing(t -> t))
        .collect(Collectors.joining());
  }

  private static int line(String finding) {
    return Integer.parseInt(finding.substring(0, finding.indexOf(' ')));
  }

  private static List<Path> list(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
