package build.stave.source;

import java.nio.file.Path;
import java.util.List;
import org.eclipse.jgit.api.TransportCommand;
import org.eclipse.jgit.transport.SshTransport;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.sshd.JGitKeyCache;
import org.eclipse.jgit.transport.sshd.SshdSessionFactory;
import org.eclipse.jgit.transport.sshd.SshdSessionFactoryBuilder;
import org.jspecify.annotations.Nullable;

/**
 * How git servers are reached and what they are told: only what the settings hold. No ssh
 * configuration, key or agent of the person who runs the build is used.
 */
final class GitConnection implements AutoCloseable {
  private static final int TIMEOUT_SECONDS = 60;

  private final GitCredentials credentials;
  private final SshdSessionFactory ssh;

  /**
   * @param home an empty folder that stands for the home directory
   */
  GitConnection(GitCredentials credentials, Path home) {
    this.credentials = credentials;
    this.ssh =
        new SshdSessionFactoryBuilder()
            .setPreferredAuthentications("publickey")
            .setHomeDirectory(home.toFile())
            .setSshDirectory(home.toFile())
            .setConfigStoreFactory((ignoredHome, config, user) -> null)
            .setConfigFile(directory -> null)
            .setDefaultIdentities(directory -> paths(credentials.sshKey()))
            .setDefaultKnownHostsFiles(directory -> paths(credentials.knownHosts()))
            .setConnectorFactory(null)
            .build(new JGitKeyCache());
  }

  private static List<Path> paths(@Nullable Path path) {
    return path == null ? List.of() : List.of(path);
  }

  /** Prepares a command that talks to a server. */
  <C extends TransportCommand<C, ?>> C prepare(C command, GitLogins logins) {
    command.setTimeout(TIMEOUT_SECONDS);
    command.setCredentialsProvider(logins);
    command.setTransportConfigCallback(this::configure);
    return command;
  }

  /** Answers for a server at this address. */
  GitLogins logins(URIish address) {
    return new GitLogins(credentials, address);
  }

  private void configure(Transport transport) {
    if (transport instanceof SshTransport sshTransport) {
      sshTransport.setSshSessionFactory(ssh);
    }
  }

  @Override
  public void close() {
    ssh.close();
  }
}
