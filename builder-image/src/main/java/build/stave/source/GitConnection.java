package build.stave.source;

import build.stave.crds.git.GitAnswers;
import build.stave.http.HttpTransport;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.jgit.api.TransportCommand;
import org.eclipse.jgit.transport.SshTransport;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportHttp;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.sshd.JGitKeyCache;
import org.eclipse.jgit.transport.sshd.SshdSessionFactory;
import org.eclipse.jgit.transport.sshd.SshdSessionFactoryBuilder;
import org.jspecify.annotations.Nullable;

/**
 * How git servers are reached and what they are told: only what the settings hold. No ssh
 * configuration and no key of the person who runs the build is found by itself.
 */
final class GitConnection implements AutoCloseable {
  private static final int TIMEOUT_SECONDS = 60;

  private final HttpTransport http;
  private final GitCredentials credentials;
  private final SshdSessionFactory ssh;

  /**
   * @param home an empty folder that stands for the home directory
   */
  GitConnection(HttpTransport http, GitCredentials credentials, Path home) {
    this.http = http;
    this.credentials = credentials;
    this.ssh =
        new SshdSessionFactoryBuilder()
            .setPreferredAuthentications("publickey")
            .setHomeDirectory(home.toFile())
            .setSshDirectory(home.toFile())
            .setConfigStoreFactory((ignoredHome, config, user) -> null)
            .setConfigFile(directory -> null)
            .setDefaultIdentities(directory -> paths(credentials.sshKey()))
            .setDefaultKnownHostsFiles(directory -> credentials.knownHosts())
            .setConnectorFactory(agent(credentials))
            .build(new JGitKeyCache());
  }

  private static @Nullable SshAgent agent(GitCredentials credentials) {
    return credentials.sshAgent() == null ? null : new SshAgent(credentials.sshAgent());
  }

  private static List<Path> paths(@Nullable Path path) {
    return path == null ? List.of() : List.of(path);
  }

  /** Prepares a command that talks to a server. */
  <C extends TransportCommand<C, ?>> C prepare(C command, GitAnswers logins) {
    command.setTimeout(TIMEOUT_SECONDS);
    command.setCredentialsProvider(logins);
    command.setTransportConfigCallback(this::configure);
    return command;
  }

  /** Answers for a server at this address. */
  GitAnswers logins(URIish address) {
    return GitLogins.of(credentials, address);
  }

  private void configure(Transport transport) {
    if (transport instanceof SshTransport sshTransport) {
      sshTransport.setSshSessionFactory(ssh);
    } else if (transport instanceof TransportHttp overHttp) {
      URI origin = URI.create(overHttp.getURI().toPrivateString());
      overHttp.setHttpConnectionFactory(new GitHttp(http, origin));
    }
  }

  @Override
  public void close() {
    ssh.close();
  }
}
