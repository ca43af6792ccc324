package build.stave.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The corpus is whole: enough cases, each says what it is about, and no file lies there unused. */
class CorpusFilesTest {
  private static final Set<String> FILES =
      Set.of(
          "Dockerfile",
          "Dockerfile.dockerignore",
          "setup.sh",
          "flags",
          "expected.txt",
          "error.txt",
          "buildah.txt");

  @Test
  void atLeast150Cases() throws IOException {
    assertThat(CorpusCase.all(Corpus.FOLDER)).hasSizeGreaterThanOrEqualTo(150);
  }

  @Test
  void everyFileIsUsed() throws IOException {
    List<String> unused =
        Tool.below(Corpus.FOLDER).stream()
            .map(Corpus.FOLDER::relativize)
            .filter(p -> !isUsed(p))
            .map(Path::toString)
            .filter(p -> !p.equals(".gitattributes"))
            .toList();
    assertThat(unused).isEmpty();
  }

  private static boolean isUsed(Path path) {
    if (path.getNameCount() == 3) {
      return FILES.contains(path.getFileName().toString());
    }
    return path.getNameCount() > 3 && path.getName(2).toString().matches("context|[a-z]+-context");
  }

  @Test
  void everyCaseSaysItsTrapAndItsOutcome() throws IOException {
    for (CorpusCase one : CorpusCase.all(Corpus.FOLDER)) {
      assertThat(Files.readString(one.folder().resolve("Dockerfile")))
          .as(one.name())
          .containsPattern("(?m)^\\uFEFF?# .* .*\\.\\r?$");
      assertThat(Files.exists(one.expected()))
          .as(one.name() + " either builds or fails")
          .isNotEqualTo(one.mustFail());
    }
  }

  @Test
  void everyDifferenceIsExplained() throws IOException {
    for (CorpusCase one : CorpusCase.all(Corpus.FOLDER)) {
      if (Files.exists(one.buildah())) {
        BuildahVerdict verdict = BuildahVerdict.parse(CorpusCase.lines(one.buildah()));
        assertThat(verdict.explanation()).as(one.name()).isNotEmpty();
        assertThat(verdict.statements()).as(one.name()).isNotEmpty();
      }
    }
  }
}
