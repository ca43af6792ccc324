package build.stave.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import build.stave.http.HttpSettings;
import build.stave.http.HttpTransport;
import build.stave.problem.StaveException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Git over ssh, against OpenSSH. */
@Tag("real")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SshServerRealTest {
  private final HttpTransport http = new HttpTransport(HttpSettings.of("test", Map.of()));
  private Path folder;
  private SshServer server;
  private String url = "";
  private int opened;

  @BeforeAll
  void start(@TempDir Path temporary) throws Exception {
    folder = temporary;
    var repositories = new Repositories(Files.createDirectory(folder.resolve("root")));
    repositories.history("a.git");
    server = new SshServer(Files.createDirectory(folder.resolve("ssh")));
    url = server.url(repositories.root().resolve("a.git"));
  }

  @AfterAll
  void stop() {
    http.close();
    server.close();
  }

  private String open(String text, @Nullable Path key, @Nullable Path agent, Path... known)
      throws Exception {
    SourceTree tree =
        Sources.open(
            ContextSpec.parse(text),
            Files.createDirectory(folder.resolve("out" + opened++)),
            new SourceSettings(
                http,
                new GitCredentials(Map.of(), key, agent, List.of(known)),
                InputStream.nullInputStream()));
    return Files.readString(Path.of(tree.root(), "file")).strip();
  }

  @Test
  void logsInWithAKey() throws Exception {
    assertThat(open(url + "#v2", server.key(), null, server.knownHosts())).isEqualTo("2");
    assertThat(open(url + "?branch=main", server.key(), null, server.knownHosts())).isEqualTo("6");
  }

  @Test
  void logsInWithTheKeyOfAnAgent() throws Exception {
    assertThat(open(url, null, server.agent(), server.knownHosts())).isEqualTo("6");
  }

  @Test
  void refusesServersThatAreUnknownOrNotTheOneKnown() {
    assertThatThrownBy(() -> open(url, server.key(), null))
        .isInstanceOf(StaveException.class)
        .hasMessageContaining("ssh host key of localhost:")
        .satisfies(
            e ->
                assertThat(((StaveException) e).problem().fix().orElse(""))
                    .contains("ssh-keyscan", "known_hosts"));
    assertThatThrownBy(() -> open(url, server.key(), null, server.wrongHosts()))
        .isInstanceOf(StaveException.class)
        .hasMessageContaining("ssh host key of localhost:");
  }

  @Test
  void saysWhenNoKeyIsLetIn() {
    assertThatThrownBy(() -> open(url, server.otherKey(), null, server.knownHosts()))
        .isInstanceOf(StaveException.class)
        .hasMessageContaining("refused the credentials");
    assertThatThrownBy(() -> open(url, null, null, server.knownHosts()))
        .isInstanceOf(StaveException.class)
        .hasMessageContaining("credentials");
  }

  @Test
  void saysWhatIsMissing() {
    assertThatThrownBy(() -> open(url + "x", server.key(), null, server.knownHosts()))
        .isInstanceOf(StaveException.class)
        .hasMessageContaining("there is no such git repository");
    assertThatThrownBy(() -> open(url + "#nope", server.key(), null, server.knownHosts()))
        .isInstanceOf(StaveException.class)
        .hasMessageContaining("has no branch, tag or commit nope");
  }
}
