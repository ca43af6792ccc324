package build.stave.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import build.stave.SharedData;
import build.stave.problem.StaveException;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpanderTest {
  private static final Expander EXPANDER = new Expander('\\');
  private static final Map<String, String> VARIABLES =
      Map.of("PWD", "/home", "SHELL", "bash", "KOREAN", "한국어", "NULL", "");

  @Test
  void wordsFollowBuildKitsTable() throws IOException {
    int rows = 0;
    SoftAssertions softly = new SoftAssertions();
    for (String line : Files.readAllLines(SharedData.require("buildkit/envVarTest"))) {
      String[] columns = line.split("\\|", -1);
      if (line.startsWith("#") || columns.length != 3 || columns[0].equals("W")) {
        continue;
      }
      rows++;
      String source = columns[1].strip();
      String expected = columns[2].strip();
      softly.assertThat(wordOrError(source)).as(line).isEqualTo(expected);
    }
    softly.assertAll();
    assertThat(rows).isGreaterThan(200);
  }

  @Test
  void splittingFollowsBuildKitsTable() throws IOException {
    Map<String, String> variables = new HashMap<>();
    int rows = 0;
    SoftAssertions softly = new SoftAssertions();
    for (String line : Files.readAllLines(SharedData.require("buildkit/wordsTest"))) {
      if (line.startsWith("ENV ")) {
        String[] pair = line.substring(4).stripLeading().split("=", 2);
        variables = new HashMap<>(variables);
        variables.put(pair[0], pair[1]);
      } else if (!line.startsWith("#") && !line.isBlank()) {
        rows++;
        String[] columns = line.split("\\|", -1);
        List<String> expected = new ArrayList<>();
        for (String word : columns[1].stripLeading().split(",", -1)) {
          expected.add(word);
        }
        softly.assertThat(wordsOrError(columns[0].strip(), variables)).as(line).isEqualTo(expected);
      }
    }
    softly.assertAll();
    assertThat(rows).isGreaterThan(20);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "${v#*/}      | b/c.tar.gz",
        "${v##*/}     | c.tar.gz",
        "${v%.*}      | a/b/c.tar",
        "${v%%.*}     | a/b/c",
        "${v%.??}     | a/b/c.tar",
        "${v#x}       | a/b/c.tar.gz",
        "${v#\\*}     | a/b/c.tar.gz",
        "${v/a/x}     | x/b/c.tar.gz",
        "${v//a/x}    | x/b/c.txr.gz",
        "${v//?a/x}   | a/b/c.xr.gz",
        "${v/\\//-}   | a-b/c.tar.gz",
        "${v//\\//-}  | a-b-c.tar.gz",
        "${v//b*a/x}  | a/xr.gz",
        "${star#\\*}  | b*",
        "${star%\\*}  | *b",
        "${star//\\*/} | b",
        "${v-w}       | a/b/c.tar.gz",
        "${empty-w}   | ''",
        "${empty:-w}  | w",
        "${none-w}    | w",
        "${empty+w}   | w",
        "${empty:+w}  | ''",
        "${none+w}    | ''",
        "${v?e}       | a/b/c.tar.gz",
        "${none:-${empty:-deep}} | deep",
        "\\$v         | $v",
        "\"'$empty'\" | ''''''",
      })
  void operators(String text, String expected) {
    Map<String, String> variables = Map.of("v", "a/b/c.tar.gz", "empty", "", "star", "*b*");
    assertThat(EXPANDER.word(text, variables::get)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "${none:?say why} | none: say why",
        "${none?}     | none: is not allowed to be unset",
        "${empty:?}   | none is not allowed to be empty",
        "${v:#a}      | unsupported modifier (:#) in substitution",
        "${v^}        | unsupported modifier (^) in substitution",
        "${v#\\a}     | invalid escape '\\a'",
        "${v          | unsupported modifier () in substitution",
        "${v:-a       | syntax error: missing '}'",
        "${v/a        | syntax error: missing '/' in ${}",
        "${v/a/b      | syntax error: missing '}'",
        "${}          | syntax error: bad substitution",
        "\"a          | unexpected end of statement while looking for matching double-quote",
      })
  void problemsSayWhat(String text, String message) {
    Map<String, String> variables = Map.of("v", "a", "empty", "");
    assertThatThrownBy(() -> EXPANDER.word(text, variables::get))
        .isInstanceOf(StaveException.class)
        .hasMessageStartingWith("failed to process \"")
        .hasMessageContaining(message.replace("none is", "empty: is"));
  }

  @Test
  void namesAreReported() {
    var expansion =
        EXPANDER.expand("$a ${b} ${c:-x} ${d:+$e} '$f' \\$g ${h#x}", Map.of("b", "1")::get);
    assertThat(expansion.matched()).isEqualTo(Set.of("b"));
    assertThat(expansion.unmatched()).isEqualTo(Set.of("a", "e", "h"));
  }

  @Test
  void heredocBodiesKeepQuotes() {
    Expander bodies = new Expander('\\', Expander.Option.SKIP_QUOTES);
    assertThat(bodies.word("say '$a' \"${a}\" \\$a it's\n", Map.of("a", "1")::get))
        .isEqualTo("say '1' \"1\" $a it's\n");
  }

  @Test
  void backtickEscapes() {
    assertThat(new Expander('`').word("C:\\dir `$a `` \"`\"\"", name -> "1"))
        .isEqualTo("C:\\dir $a ` \"");
  }

  @Test
  void deepNestingIsRefused() {
    String deep = "${a:-".repeat(5000) + "}".repeat(5000);
    assertThatThrownBy(() -> EXPANDER.word(deep, Expander.Variables.NONE))
        .isInstanceOf(StaveException.class)
        .hasMessageContaining("nested too deeply");
  }

  private static String wordOrError(String source) {
    try {
      return EXPANDER.word(source, VARIABLES::get);
    } catch (StaveException e) {
      return "error";
    }
  }

  private static List<String> wordsOrError(String source, Map<String, String> variables) {
    try {
      return EXPANDER.words(source, variables::get);
    } catch (StaveException e) {
      return List.of("error");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"*z", "a*z", "??*z", "a*?*z"})
  void replacingInLongValuesTakesLittleTime(String pattern) {
    String value = "a".repeat(100_000);
    assertTimeout(
        Duration.ofSeconds(5),
        () ->
            assertThat(new Expander('\\').word("${v//" + pattern + "/-}", name -> value))
                .isEqualTo(value));
  }

  @Test
  void replacesWhatARegularExpressionReplaces() {
    Random random = new Random(4711);
    for (int round = 0; round < 5_000; round++) {
      String pattern = random(random, "ab?", 2) + "*" + random(random, "ab?", 2);
      String value = random(random, "aab\n", 12);
      String regex = pattern.replace("?", ".").replace("*", ".*");
      assertThat(new Expander('\\').word("${v//" + pattern + "/-}", name -> value))
          .as("seed 4711, round %d: %s in %s", round, pattern, value)
          .isEqualTo(value.replaceAll(regex, "-"));
    }
  }

  private static String random(Random random, String characters, int longest) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(longest); i >= 0; i--) {
      text.append(characters.charAt(random.nextInt(characters.length())));
    }
    return text.toString();
  }
}
