package build.stave.source;

import build.stave.crds.git.GitAnswers;
import build.stave.source.GitCredentials.Login;
import org.eclipse.jgit.transport.URIish;
import org.jspecify.annotations.Nullable;

/**
 * Which login is for an address: the one that is known for its host, else the one written in it.
 */
final class GitLogins {
  private GitLogins() {}

  static GitAnswers of(GitCredentials credentials, URIish address) {
    Login known = credentials.logins().get(GitAnswers.host(address));
    Login login = address.getPass() != null || known == null ? written(address) : known;
    return login == null
        ? new GitAnswers(address, null, null)
        : new GitAnswers(address, login.user(), login.password());
  }

  private static @Nullable Login written(URIish address) {
    if (address.getUser() == null) {
      return null;
    }
    String password = address.getPass();
    return password == null
        ? Login.token(address.getUser())
        : new Login(address.getUser(), password);
  }
}
