package build.stave.operator.git;

import java.util.Locale;
import org.eclipse.jgit.transport.CredentialItem;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.URIish;

/**
 * Answers what a git server asks for, for one address: others, to which it may redirect, get no
 * answer. Agrees to no ssh host key that is not known.
 */
final class GitAnswers extends CredentialsProvider {
  private final GitLogin login;
  private final String host;
  private boolean asked;
  private boolean hostKeyRefused;

  GitAnswers(GitLogin login, URIish address) {
    this.login = login;
    this.host = host(address);
  }

  static String host(URIish address) {
    String host = address.getHost() == null ? "" : address.getHost().toLowerCase(Locale.ROOT);
    return address.getPort() > 0 ? host + ":" + address.getPort() : host;
  }

  /** Whether the server asked for a password. */
  boolean wasAsked() {
    return asked;
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
    if (login.password() == null || !host(uri).equals(host)) {
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
