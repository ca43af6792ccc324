package build.stave.crds.git;

import java.util.Locale;
import org.eclipse.jgit.transport.CredentialItem;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.URIish;
import org.jspecify.annotations.Nullable;

/**
 * Answers what a git server asks for, for one address: others, to which it may redirect, get no
 * answer. Agrees to no ssh host key that is not known.
 */
public final class GitAnswers extends CredentialsProvider {
  private final String host;
  private final @Nullable String user;
  private final @Nullable String password;
  private boolean asked;
  private boolean hostKeyRefused;

  /**
   * Answers with a login.
   *
   * @param address of the server that gets it
   * @param user of the login; null for none
   * @param password of the login; null for none
   */
  public GitAnswers(URIish address, @Nullable String user, @Nullable String password) {
    this.host = host(address);
    this.user = user;
    this.password = password;
  }

  /** The server of an address, with the port where it is not the scheme's own. */
  public static String host(URIish address) {
    String host = address.getHost() == null ? "" : address.getHost().toLowerCase(Locale.ROOT);
    return address.getPort() > 0 ? host + ":" + address.getPort() : host;
  }

  /** Whether there is a login to give. */
  public boolean hasLogin() {
    return password != null;
  }

  /** Whether the server asked for a password. */
  public boolean wasAsked() {
    return asked;
  }

  /** Whether the ssh server showed a key that is not known. */
  public boolean refusedHostKey() {
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
    if (password == null || !host(uri).equals(host)) {
      return false;
    }
    switch (item) {
      case CredentialItem.Username wanted -> wanted.setValue(user);
      case CredentialItem.Password wanted -> wanted.setValue(password.toCharArray());
      default -> {
        return false;
      }
    }
    return true;
  }
}
