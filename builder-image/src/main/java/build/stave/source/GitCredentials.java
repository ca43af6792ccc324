package build.stave.source;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What git servers are told. A login goes to the host it is for, and to no other.
 *
 * @param logins by host, with the port where it is not the scheme's own, for https
 * @param sshKey private key file without a passphrase, or null
 * @param sshAgent socket of an ssh agent that has keys, or null
 * @param knownHosts files in the form of ssh's known_hosts; without any no ssh server is trusted
 */
public record GitCredentials(
    Map<String, Login> logins,
    @Nullable Path sshKey,
    @Nullable Path sshAgent,
    List<Path> knownHosts) {
  /** None at all. */
  public static final GitCredentials NONE = new GitCredentials(Map.of(), null, null, List.of());

  public GitCredentials {
    logins = Map.copyOf(logins);
    knownHosts = List.copyOf(knownHosts);
  }

  /** Basic authentication. */
  public record Login(String user, String password) {
    /** The form in which git servers take an access token. */
    public static Login token(String token) {
      return new Login("x-access-token", token);
    }

    @Override
    public String toString() {
      return "Login[user=" + user + "]";
    }
  }
}
