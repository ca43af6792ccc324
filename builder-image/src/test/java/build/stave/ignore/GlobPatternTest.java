package build.stave.ignore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import build.stave.problem.StaveException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GlobPatternTest {
  @ParameterizedTest
  @CsvSource({
    "abc, abc, true",
    "*, abc, true",
    "*, a/b, false",
    "*c, abc, true",
    "a*, ab/c, false",
    "a*/b, abc/b, true",
    "a*/b, a/c/b, false",
    "a*b*c*d*e*/f, axbxcxdxe/xxx/f, false",
    "a*b*c*d*e*/f, axbxcxdxexxx/f, true",
    "ab[c], abc, true",
    "ab[b-d], abc, true",
    "ab[e-g], abc, false",
    "ab[^c], abc, false",
    "ab[^e-g], abc, true",
    "a[^a]b, a/b, false",
    "a?b, a/b, false",
    "a?b, a☺b, true",
    "a?b, a😀b, true",
    "a???b, a☺b, false",
    "a\\*b, a*b, true",
    "a\\*b, axb, false",
    "[\\]a], ], true",
    "[\\-], -, true",
    "[x\\-], z, false",
    "**, a/b, false",
    "a/**/b, a/x/b, true",
    "a/**/b, a/x/y/b, false",
  })
  void elements(String pattern, String path, boolean matches) {
    assertThat(GlobPattern.of(pattern).matches(path)).isEqualTo(matches);
  }

  @ParameterizedTest
  @CsvSource({
    "**, file, true",
    "**, a/b, true",
    "**/, a/b, true",
    "**/file, file, true",
    "**/file, a/b/file, true",
    "**/file, a/b/xfile, false",
    "**file, dir/file, true",
    "dir/**, dir, false",
    "dir/**, dir/a/b, true",
    "**/*.txt, a.txt, true",
    "**/*.txt, a/b.txt, true",
    "**/**/*.txt, a/b/c.txt, true",
    "a/**/b, a/b, true",
    "a/**/b, a/x/y/b, true",
    "a**/*.txt, a/dir/file.txt, true",
    "a/*/b, a/x/y/b, false",
    "***/b, a/b, true",
  })
  void anyDepth(String pattern, String path, boolean matches) {
    assertThat(GlobPattern.parse(pattern).matches(path)).isEqualTo(matches);
  }

  @ParameterizedTest
  @CsvSource({
    "a/b/c, a, true",
    "a/b/c, a/b, true",
    "a/b/c, a/b/c, false",
    "a/b/c, ax, false",
    "*/b, a, true",
    "*.md, a, false",
    "**/x, a/b, true",
    "a/**, a, true",
    "a[b]/c, ab, true",
  })
  void below(String pattern, String directory, boolean possible) {
    assertThat(GlobPattern.parse(pattern).canMatchBelow(directory)).isEqualTo(possible);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[", "a[", "[]a]", "[a-]", "[-x]", "[^", "[^]", "[a", "[x-", "a\\", "[\\"})
  void malformed(String pattern) {
    assertThatThrownBy(() -> GlobPattern.of(pattern))
        .isInstanceOf(StaveException.class)
        .hasMessage("syntax error in pattern: " + pattern);
  }

  @Test
  void wildcards() {
    assertThat(GlobPattern.hasWildcards("a/b*")).isTrue();
    assertThat(GlobPattern.hasWildcards("a\\*\\[")).isFalse();
  }

  @Test
  void manyStarsTakeNoTime() {
    GlobPattern pattern = GlobPattern.parse("*a**/".repeat(30) + "b");
    assertTimeoutPreemptively(
        Duration.ofSeconds(5), () -> assertThat(pattern.matches("a/".repeat(500))).isFalse());
  }
}
