package build.stave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exit codes, for what needs no namespaces. */
final class MainTest {
  @TempDir Path folder;

  private int build(String dockerfile, String... flags) throws Exception {
    Files.writeString(folder.resolve("Dockerfile"), dockerfile);
    String[] arguments = new String[flags.length + 4];
    arguments[0] = "build";
    System.arraycopy(flags, 0, arguments, 1, flags.length);
    arguments[flags.length + 1] = "--store";
    arguments[flags.length + 2] = folder.resolve("store").toString();
    arguments[flags.length + 3] = folder.toString();
    return Main.run(arguments);
  }

  @Test
  void aCleanCheckIsFine() throws Exception {
    assertThat(build("FROM scratch\nCOPY Dockerfile /\n", "--check")).isEqualTo(ExitCode.OK);
  }

  @Test
  void aFindingFailsTheCheck() throws Exception {
    assertThat(build("FROM scratch AS Loud\n", "--check")).isEqualTo(ExitCode.USER);
  }

  @Test
  void aPlanNeedsNoNamespaces() throws Exception {
    assertThat(build("FROM scratch\nCOPY Dockerfile /\n", "--plan")).isEqualTo(ExitCode.OK);
  }

  @Test
  void aWrongDockerfileIsTheUsersError() throws Exception {
    assertThat(build("FRM scratch\n")).isEqualTo(ExitCode.USER);
  }

  @Test
  void aWrongFlagIsUsage() throws Exception {
    assertThat(build("FROM scratch\n", "--no-such-flag")).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void pushNeedsAName() throws Exception {
    assertThat(build("FROM scratch\n", "--push")).isEqualTo(ExitCode.USER);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--no-such", "no-such", "prune a", "build a b", "build --target"})
  void aWrongCommandLineIsUsage(String line) {
    assertThat(Main.run(line.split(" ", -1))).isEqualTo(ExitCode.USAGE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-h", "--help", "-V", "--version", "prune --help", "prune -V"})
  void helpAndVersionNeedNoMore(String line) {
    assertThat(Main.run(line.split(" ", -1))).isEqualTo(ExitCode.OK);
  }
}
