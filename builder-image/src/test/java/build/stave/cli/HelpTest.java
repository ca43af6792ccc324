package build.stave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HelpTest {
  @Test
  void ofStave() {
    var syntax = new Syntax("stave", "Builds images.", List.of(), Flag.STANDARD);

    assertThat(new Help(80).of(syntax, List.of(new BuildCommand(), new PruneCommand())))
        .isEqualTo(
            """
            Usage: stave [FLAGS] COMMAND
            Builds images.
              -h, --help     Show this help message and exit.
              -V, --version  Print version information and exit.
            Commands:
              build  Builds an image from a Dockerfile.
              prune  Removes from the store what no running build uses.
            """);
  }

  @Test
  void ofPruneOnANarrowTerminal() {
    assertThat(new Help(50).of(new PruneCommand().syntax()))
        .isEqualTo(
            """
            Usage: stave prune [FLAGS]
            Removes from the store what no running build uses.
                  --keep SIZE     Leave this much, such as
                                  5Gi, of what was used last
                                  (default: nothing)
                  --store FOLDER  The store's folder (default:
                                  as for build)
              -h, --help          Show this help message and
                                  exit.
              -V, --version       Print version information
                                  and exit.
            """);
  }

  @Test
  void ofBuild() throws IOException {
    try (var golden = HelpTest.class.getResourceAsStream("/help/build.txt")) {
      assertThat(golden).isNotNull();
      assertThat(new Help(80).of(new BuildCommand().syntax()))
          .isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {60, 80, 132})
  void noLineIsWiderThanTheTerminal(int width) {
    assertThat(new Help(width).of(new BuildCommand().syntax()).lines())
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(width));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "-h", "--nope --help", "-qh", "--version", "-V", "a b -h"})
  void helpAndVersionAreFineWhateverElseIsWrong(String line) {
    String[] arguments = ("build " + line).split(" ", -1);
    assertThat(Main.run(arguments)).isEqualTo(ExitCode.OK);
  }
}
