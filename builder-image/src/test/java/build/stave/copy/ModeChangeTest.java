package build.stave.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import build.stave.problem.StaveException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ModeChangeTest {
  @ParameterizedTest(name = "{0} of {1}, directory {2}")
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "755, 0600, false, 0755",
        "0, 0777, false, 0",
        "4755, 0644, false, 04755",
        "u+x, 0644, false, 0744",
        "\"u+x,go-r\", 0644, false, 0700",
        "+x, 0644, false, 0755",
        "a=rX, 0644, false, 0444",
        "a=rX, 0744, false, 0555",
        "a=rX, 0600, true, 0555",
        "go=u, 0750, false, 0777",
        "g=o, 0707, false, 0777",
        "u=rw+x-w, 0000, false, 0500",
        "go=, 0777, false, 0700",
        "u+s, 0755, false, 04755",
        "g+s, 0755, true, 02755",
        "+t, 0777, true, 01777",
        "u=rwx, 04644, false, 0744",
        "g=rx, 02775, true, 02755",
      })
  void changesBitsAsChmodDoes(String text, String before, boolean directory, String after) {
    int mode = ModeChange.parse(text).apply(Integer.parseInt(before, 8), directory);

    assertThat(Integer.toOctalString(mode))
        .isEqualTo(Integer.toOctalString(Integer.parseInt(after, 8)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "8", "0999", "77777", "u", "u+q", "u+x,", "rwx", "u+ur", " 755"})
  void refusesWhatIsNoMode(String text) {
    assertThatThrownBy(() -> ModeChange.parse(text))
        .isInstanceOf(StaveException.class)
        .hasMessageContaining("\"" + text + "\"");
  }
}
