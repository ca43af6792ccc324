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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestsTest {
  @TempDir Path folder;
  private final BuildOptions options = new BuildOptions();

  @BeforeEach
  void dockerfile() throws IOException {
    Files.createDirectory(folder.resolve("My App"));
  }

  private BuildRequest read() throws IOException {
    return new Requests(options).read(folder.resolve("My App").toString());
  }

  @Test
  void anImageThatNobodyNamedIsCalledAsItsFolder() throws IOException {
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
  void outputs(String flag, String expected) throws IOException {
    options.outputs.add(flag);

    assertThat(read().outputs()).map(Object::toString).containsExactly(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"type=local,dest=x", "type=oci", "typ=oci,dest=x", "type=registry"})
  void outputsThatMakeNoSense(String flag) {
    options.outputs.add(flag);

    assertThatThrownBy(this::read).isInstanceOf(StaveException.class);
  }

  @Test
  void aSecretIsAFileOrAVariable() throws IOException {
    Path file = Files.writeString(folder.resolve("secret"), "x");
    options.secrets.add("id=a,src=" + file);
    options.secrets.add("id=b,env=PATH");

    assertThat(read().secrets().get("a")).isEqualTo(new SecretSource.File(file));
    assertThat(read().secrets().get("b")).isEqualTo(new SecretSource.Text(System.getenv("PATH")));
    assertThat(String.valueOf(read().secrets().get("b"))).doesNotContain(System.getenv("PATH"));
  }

  @Test
  void secretsThatMakeNoSense() {
    for (String flag : List.of("src=x", "id=a,src=/no/such/file", "id=a,env=NO_SUCH_VARIABLE")) {
      options.secrets.clear();
      options.secrets.add(flag);
      assertThatThrownBy(this::read).as(flag).isInstanceOf(StaveException.class);
    }
  }

  @Test
  void aDigestIsNoNameForWhatIsNotBuiltYet() {
    options.tags.add("a@sha256:" + "0".repeat(64));

    assertThatThrownBy(this::read)
        .isInstanceOf(StaveException.class)
        .hasMessageContaining("by a tag");
  }

  @Test
  void aDockerfileNextToNothing() {
    options.file = folder.resolve("none").toString();

    assertThatThrownBy(this::read)
        .isInstanceOf(StaveException.class)
        .hasMessageContaining("there is no Dockerfile");
  }
}
