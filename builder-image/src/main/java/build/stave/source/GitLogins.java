package build.stave.source;

import build.stave.source.GitCredentials.Login;
import java.util.Locale;
import org.eclipse.jgit.transport.CredentialItem;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.URIish;
import org.jspecify.annotations.Nullable;

/**
 * Answers what a git server asks for, for one address: other hosts, to which it may redirect, get
 * no answer. Agrees to no ssh host key that is not known.
 */
final class GitLogins extends CredentialsProvider {
  private final URIish address;
  private final @Nullable Login login;
  private boolean asked;
  private boolean hostKeyRefused;

  GitLogins(GitCredentials credentials, URIish address) {
    this.address = address;
    Login known = credentials.logins().get(host(address));
    this.login = address.getPass() != null || known == null ? written(address) : known;
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

  static String host(URIish address) {
    String host = address.getHost() == null ? "" : address.getHost().toLowerCase(Locale.ROOT);
    return address.getPort() > 0 ? host + ":" + address.getPort() : host;
  }

  /** Whether a password was asked for. */
  boolean wasAsked() {
    return asked;
  }

  /** Whether there was one to give. */
  boolean hasLogin() {
    return login != null;
  }

  /** Whether the ssh server showed a key that is not known. */
  boolean refusedHostKey() {
    return hostKeyRefused;
  }

  @Override
  public boolean isInteractive() {
    return false;
  }

  @Override
  public boolean supports(CredentialItem... items) {
    return true;
  }

  @Override
  public boolean get(URIish uri, CredentialItem... items) {
    for (CredentialItem item : items) {
      switch (item) {
        case CredentialItem.YesNoType question -> {
          hostKeyRefused = true;
          question.setValue(false);
          return false;
        }
        case CredentialItem.InformationalMessage message -> {
          hostKeyRefused |= message.getPromptText().contains("key");
          return false;
        }
        default -> {
          if (!answer(uri, item)) {
            return false;
          }
        }
      }
    }
    return true;
  }

  private boolean answer(URIish uri, CredentialItem item) {
    asked = true;
    if (login == null || !host(uri).equals(host(address))) {
      return false;
    }
    switch (item) {
      case CredentialItem.Username user -> user.setValue(login.user());
      case CredentialItem.Password password -> password.setValue(login.password().toCharArray());
      default -> {
        return false;
      }
    }
    return true;
  }
}
