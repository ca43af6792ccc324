package build.stave.source;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** OpenSSH's server on a port of its own, with keys of its own; lets one key in, as root. */
public final class SshServer implements AutoCloseable {
  private final Path folder;
  private final int port;
  private final Process process;
  private @Nullable Process agent;

  /** Starts in an empty folder, and waits until connections are accepted. */
  public SshServer(Path folder) throws IOException, InterruptedException {
    this.folder = folder;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    Shell.run(
        folder,
        """
        for key in host client other; do ssh-keygen -q -t ed25519 -N '' -f $key; done
        echo "[localhost]:%d $(cut -d' ' -f1,2 host.pub)" > known_hosts
        echo "[localhost]:%d $(cut -d' ' -f1,2 other.pub)" > wrong_hosts
        mkdir -p /run/sshd
        """
            .formatted(port, port));
    Files.writeString(
        folder.resolve("config"),
        """
        ListenAddress 127.0.0.1
        Port %2$d
        HostKey %1$s/host
        PidFile %1$s/pid
        AuthorizedKeysFile %1$s/client.pub
        StrictModes no
        UsePAM no
        PasswordAuthentication no
        KbdInteractiveAuthentication no
        PermitRootLogin prohibit-password
        """
            .formatted(folder, port));
    process =
        Shell.command(folder, List.of("/usr/sbin/sshd", "-D", "-e", "-f", folder + "/config"))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    await();
  }

  private void await() throws IOException, InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (System.nanoTime() < end && process.isAlive()) {
      try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return;
      } catch (IOException e) {
        Thread.sleep(50);
      }
    }
    throw new IOException("sshd did not start: " + Files.readString(folder.resolve("log")));
  }

  /** The address of a repository. */
  public String url(Path repository) {
    return "ssh://root@localhost:" + port + repository;
  }

  /** The private key that is let in. */
  public Path key() {
    return folder.resolve("client");
  }

  /** A private key that is not. */
  Path otherKey() {
    return folder.resolve("other");
  }

  /** A file that knows the server. */
  public Path knownHosts() {
    return folder.resolve("known_hosts");
  }

  /** A file that knows another key for the server. */
  Path wrongHosts() {
    return folder.resolve("wrong_hosts");
  }

  /** Starts an agent that holds the key. */
  Path agent() throws IOException, InterruptedException {
    Path socket = folder.resolve("agent");
    agent = Shell.command(folder, List.of("ssh-agent", "-D", "-a", socket.toString())).start();
    for (int i = 0; i < 100 && !Files.exists(socket); i++) {
      Thread.sleep(50);
    }
    Shell.run(folder, "SSH_AUTH_SOCK=agent ssh-add -q client");
    return socket;
  }

  @Override
  public void close() {
    stop(process);
    if (agent != null) {
      stop(agent);
    }
  }

  private static void stop(Process process) {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
