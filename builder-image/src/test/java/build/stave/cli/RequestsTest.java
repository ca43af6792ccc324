package build.stave.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import build.stave.engine.BuildRequest;
import build.stave.engine.Output;
import build.stave.engine.SecretSource;
import build.stave.problem.StaveException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.commons.cli.ParseException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestsTest {
  @TempDir Path folder;

  @BeforeEach
  void dockerfile() throws IOException {
    Files.createDirectory(folder.resolve("My App"));
  }

  private BuildRequest read(String... flags) throws IOException, ParseException {
    return new Requests(Flags.of(flags)).read(folder.resolve("My App").toString());
  }

  @Test
  void anImageThatNobodyNamedIsCalledAsItsFolder() throws Exception {
    BuildRequest request = read();

    assertThat(request.names())
        .map(Object::toString)
        .containsExactly("docker.io/library/my-app:latest");
    assertThat(request.outputs()).containsExactly(new Output.Layout(Path.of("My App.oci")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "out|Layout[folder=out]",
        "type=oci,dest=a.tar|OciArchive[file=a.tar]",
        "type=oci,tar=false,dest=a|Layout[folder=a]",
        "type=docker,dest=a.tar|DockerArchive[file=a.tar]"
      })
  void outputs(String flag, String expected) throws Exception {
    assertThat(read("--output", flag).outputs()).map(Object::toString).containsExactly(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"type=local,dest=x", "type=oci", "typ=oci,dest=x", "type=registry"})
  void outputsThatMakeNoSense(String flag) {
    assertThatThrownBy(() -> read("--output", flag)).isInstanceOf(StaveException.class);
  }

  @Test
  void aSecretIsAFileOrAVariable() throws Exception {
    Path file = Files.writeString(folder.resolve("secret"), "x");

    Map<String, SecretSource> secrets =
        read("--secret", "id=a,src=" + file, "--secret", "id=b,env=PATH").secrets();

    assertThat(secrets.get("a")).isEqualTo(new SecretSource.File(file));
    assertThat(secrets.get("b")).isEqualTo(new SecretSource.Text(System.getenv("PATH")));
    assertThat(String.valueOf(secrets.get("b"))).doesNotContain(System.getenv("PATH"));
  }

  @Test
  void secretsThatMakeNoSense() {
    for (String flag : List.of("src=x", "id=a,src=/no/such/file", "id=a,env=NO_SUCH_VARIABLE")) {
      assertThatThrownBy(() -> read("--secret", flag)).as(flag).isInstanceOf(StaveException.class);
    }
  }

  @Test
  void aDigestIsNoNameForWhatIsNotBuiltYet() {
    assertThatThrownBy(() -> read("--tag", "a@sha256:" + "0".repeat(64)))
        .isInstanceOf(StaveException.class)
        .hasMessageContaining("by a tag");
  }

  @Test
  void aDockerfileNextToNothing() {
    assertThatThrownBy(() -> read("--file", folder.resolve("none").toString()))
        .isInstanceOf(StaveException.class)
        .hasMessageContaining("there is no Dockerfile");
  }
}
