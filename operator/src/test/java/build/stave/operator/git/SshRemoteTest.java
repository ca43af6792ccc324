package build.stave.operator.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import build.stave.crds.v1alpha1.Git;
import build.stave.operator.git.Look.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Looks over ssh, at OpenSSH's server; needs to be root, whom the server lets in. */
@Tag("real")
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SshRemoteTest {
  private Path folder;
  private Process server;
  private int port;

  @BeforeAll
  void start(@TempDir Path temporary) throws Exception {
    folder = temporary;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    Scripts.repository(folder, "a.git");
    Scripts.run(
        folder,
        """
        for key in host ed other; do ssh-keygen -q -t ed25519 -N '' -f $key; done
        ssh-keygen -q -t rsa -b 2048 -m PEM -N '' -f rsa
        ssh-keygen -q -t ed25519 -N phrase -f locked
        cat ed.pub rsa.pub > known
        echo "[localhost]:%1$d $(cut -d' ' -f1,2 host.pub)" > known_hosts
        echo "[localhost]:%1$d $(cut -d' ' -f1,2 other.pub)" > wrong_hosts
        cp known_hosts hashed && ssh-keygen -q -H -f hashed 2> /dev/null
        mkdir -p /run/sshd
        cat > config <<E
        ListenAddress 127.0.0.1
        Port %1$d
        HostKey %2$s/host
        PidFile none
        AuthorizedKeysFile %2$s/known
        StrictModes no
        UsePAM no
        PasswordAuthentication no
        KbdInteractiveAuthentication no
        PermitRootLogin prohibit-password
        E
        """
            .formatted(port, folder));
    server =
        Scripts.command(folder, List.of("/usr/sbin/sshd", "-D", "-e", "-f", folder + "/config"))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    while (server.isAlive()) {
      try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return;
      } catch (IOException e) {
        Thread.sleep(50);
      }
    }
    throw new IOException(Files.readString(folder.resolve("log")));
  }

  @AfterAll
  void stop() {
    server.destroy();
  }

  private String commit(String repository, String key, String knownHosts) throws IOException {
    var login =
        new GitLogin(
            null,
            null,
            Files.readString(folder.resolve(key)),
            Files.readString(folder.resolve(knownHosts)),
            null);
    String url = "ssh://root@localhost:" + port + folder.resolve(repository);
    return new GitRemote(new Git(url, new Git.Ref("main", null, null), null, null), login).commit();
  }

  private Look.Failed failure(String repository, String key, String knownHosts) {
    return catchThrowableOfType(LookException.class, () -> commit(repository, key, knownHosts))
        .failure();
  }

  @Test
  void logsInWithKeysOfEitherForm() throws Exception {
    String main = Scripts.commit(folder.resolve("a.git"), "main");

    assertThat(commit("a.git", "ed", "known_hosts")).isEqualTo(main);
    assertThat(commit("a.git", "rsa", "known_hosts")).isEqualTo(main);
    assertThat(commit("a.git", "ed", "hashed")).isEqualTo(main);
  }

  @Test
  void leavesNothingBehind() throws Exception {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    long before = folders(temporary);
    commit("a.git", "ed", "known_hosts");
    failure("a.git", "locked", "known_hosts");

    assertThat(folders(temporary)).isEqualTo(before);
  }

  private static long folders(Path temporary) throws IOException {
    try (var files = Files.list(temporary)) {
      return files.filter(file -> file.getFileName().toString().startsWith(GitSsh.FOLDER)).count();
    }
  }

  @Test
  void trustsNoServerThatIsNotKnown() {
    assertThat(failure("a.git", "ed", "wrong_hosts").reason()).isEqualTo(Reason.HostKeyUnknown);
    assertThat(failure("a.git", "ed", "wrong_hosts").message())
        .contains("localhost:" + port, "ssh-keyscan");
  }

  @Test
  void saysWhatIsWrong() {
    assertThat(failure("a.git", "other", "known_hosts").reason())
        .isEqualTo(Reason.AuthenticationFailed);
    assertThat(failure("a.git", "locked", "known_hosts").reason())
        .isEqualTo(Reason.SecretMalformed);
    assertThat(failure("a.git", "known_hosts", "known_hosts").reason())
        .isEqualTo(Reason.SecretMalformed);
    assertThat(failure("no.git", "ed", "known_hosts").reason())
        .isEqualTo(Reason.RepositoryNotFound);
  }
}
