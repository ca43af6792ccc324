package build.stave.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What OpenSSH's own tools make of the agent. */
final class KeyAgentTest {
  @TempDir Path folder;

  private String run(Path agent, int code, String... command) throws Exception {
    var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().put("SSH_AUTH_SOCK", agent.toString());
    Process process = builder.start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(String.join(" ", command) + "\n" + text).isEqualTo(code);
    return text;
  }

  private Path key(String... flags) throws Exception {
    List<String> command =
        Stream.concat(
                Stream.of("ssh-keygen", "-q", "-N", "", "-C", "test", "-f", "key"),
                Arrays.stream(flags))
            .toList();
    run(folder, 0, command.toArray(String[]::new));
    return folder.resolve("key");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ed25519", "rsa", "ecdsa"})
  void itSigns(String type) throws Exception {
    Path key = key("-t", type);
    Files.writeString(folder.resolve("text"), "text");
    Files.writeString(
        folder.resolve("signers"), "me " + Files.readString(folder.resolve("key.pub")));
    try (KeyAgent agent = KeyAgent.open(key)) {
      Files.delete(key);
      run(agent.socket(), 0, "ssh-keygen", "-Y", "sign", "-n", "test", "-f", "key.pub", "text");
      String listed = run(agent.socket(), 0, "ssh-add", "-L");
      assertThat(listed.split(" ", -1)[1]).isEqualTo(publicKey());
    }
    var verify =
        new ProcessBuilder(
                "ssh-keygen",
                "-Y",
                "verify",
                "-n",
                "test",
                "-f",
                "signers",
                "-I",
                "me",
                "-s",
                "text.sig")
            .directory(folder.toFile())
            .redirectInput(folder.resolve("text").toFile())
            .start();
    assertThat(verify.waitFor()).isZero();
  }

  private String publicKey() throws IOException {
    return Files.readString(folder.resolve("key.pub")).split(" ", -1)[1];
  }

  @Test
  void clientsChangeNothing() throws Exception {
    Path key = key("-t", "ed25519");
    try (KeyAgent agent = KeyAgent.open(key)) {
      run(agent.socket(), 1, "ssh-add", "-D");
      run(agent.socket(), 1, "ssh-add", "key");
      assertThat(run(agent.socket(), 0, "ssh-add", "-L").lines()).hasSize(1);
    }
  }

  @Test
  void aPassphraseIsNotAskedFor() throws Exception {
    run(folder, 0, "ssh-keygen", "-q", "-N", "secret", "-f", "key");
    assertThatThrownBy(() -> KeyAgent.open(folder.resolve("key"))).isInstanceOf(IOException.class);
  }
}
