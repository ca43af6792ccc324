package build.stave.ignore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import build.stave.problem.StaveException;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IgnoreRulesTest {
  /** Rules are separated by a semicolon. */
  @ParameterizedTest
  @CsvSource({
    "a, a, true",
    "a, b/a, false",
    "a, a/b/c, true",
    "/a, a, true",
    "./a/../b/, b/c, true",
    "'  a  ', a, true",
    "*.md;!README.md, x.md, true",
    "*.md;!README.md, README.md, false",
    "!README.md;*.md, README.md, true",
    "*.md;!*.md;x.md, y.md, false",
    "*.md;!*.md;x.md, x.md, true",
    "a;!a/b, a/b/c, false",
    "a;!a/b, a/c, true",
    "a;! a/b, a/b, false",
    "*;!src, src/x/y, false",
    "*;!src;src/*.o, src/x.o, true",
    "**/node_modules, a/b/node_modules/c, true",
    "node_modules, a/node_modules, false",
    "#a, #a, false",
    "' #a', #a, true",
    "\\#a, #a, true",
    "., a, false",
    "/, a, false",
    "a/*, a, false",
    "a/*, a/b, true",
  })
  void lastMatchDecides(String rules, String path, boolean excluded) {
    byte[] content = rules.replace(';', '\n').getBytes(UTF_8);
    assertThat(IgnoreRules.parse(content).excludes(path)).isEqualTo(excluded);
  }

  @ParameterizedTest
  @CsvSource({
    "a, a, true",
    "a, a/b, true",
    "a, b, false",
    "a;!a/b, a, false",
    "a;!a/b, a/c, true",
    "a;!a/b/c, a/b, false",
    "!a/b;a, a, true",
    "a;!**/keep, a/x, false",
    "a;!*.md, a, true",
    "a;!a/*/keep, a/x, false",
    "a;!a/*/keep, a/x/y, true",
    "a/*, a, false",
    "*;!b/c, a, true",
  })
  void walkEntersWhatCanComeBack(String rules, String directory, boolean skip) {
    byte[] content = rules.replace(';', '\n').getBytes(UTF_8);
    assertThat(IgnoreRules.parse(content).canSkip(directory)).isEqualTo(skip);
  }

  @Test
  void byteOrderMarkAndCarriageReturns() {
    IgnoreRules rules = IgnoreRules.parse("\uFEFF#a\r\na\r\n\r\n!a/b\r\n".getBytes(UTF_8));
    assertThat(rules.excludes("a/c")).isTrue();
    assertThat(rules.excludes("a/b")).isFalse();
  }

  @Test
  void excludeFlagsHaveNoComments() {
    assertThat(IgnoreRules.of(List.of("#a", "", "*.o")).excludes("#a")).isTrue();
    assertThat(IgnoreRules.NONE.excludes("a")).isFalse();
  }

  @Test
  void problemsAreLocated() {
    assertThatThrownBy(() -> IgnoreRules.parse("a\n[b\n".getBytes(UTF_8)))
        .asInstanceOf(InstanceOfAssertFactories.type(StaveException.class))
        .satisfies(
            e -> assertThat(e.problem().location().orElseThrow()).hasToString(".dockerignore:2:1"));
    assertThatThrownBy(() -> IgnoreRules.parse("!\n".getBytes(UTF_8)))
        .hasMessage("illegal exclusion pattern: \"!\"");
  }
}
