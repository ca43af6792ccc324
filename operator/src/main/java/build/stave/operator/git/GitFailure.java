package build.stave.operator.git;

import build.stave.crds.git.GitAnswers;
import build.stave.operator.git.Look.Reason;
import java.util.Locale;
import org.eclipse.jgit.errors.NoRemoteRepositoryException;
import org.eclipse.jgit.transport.URIish;
import org.jspecify.annotations.Nullable;

/** What JGit means by its failures: it tells most of them in words alone. */
record GitFailure(URIish address, GitAnswers answers, GitLogin login) {

  LookException explain(Exception failure) {
    String text = text(failure);
    String host = GitAnswers.host(address);
    if (cause(failure, LookException.class) instanceof LookException known) {
      return known;
    }
    if (answers.refusedHostKey() || text.contains("server key")) {
      return new LookException(
          Reason.HostKeyUnknown,
          "known_hosts of the Secret does not have the ssh host key of "
              + host
              + ": check the server's key (ssh-keyscan) and put it there");
    }
    if (answers.wasAsked()
        || text.contains("not authorized")
        || text.contains("not permitted")
        || text.contains("authentication")
        || text.contains("log in")
        || text.contains("credentials")) {
      return new LookException(
          Reason.AuthenticationFailed,
          login.password() == null && login.key() == null
              ? host + " asks for credentials: name a Secret in source.git.secretRef"
              : host + " refused the credentials of source.git.secretRef");
    }
    if (cause(failure, NoRemoteRepositoryException.class) != null
        || text.contains("not found")
        || text.contains("does not appear to be a git repository")) {
      return new LookException(
          Reason.RepositoryNotFound,
          host
              + " has no such repository: check source.git.url; a private one may need credentials to be seen");
    }
    return new LookException(Reason.Unreachable, host + " cannot be asked: " + last(failure));
  }

  private static <T extends Throwable> @Nullable Throwable cause(Throwable failure, Class<T> type) {
    Throwable cause = failure;
    while (cause != null && !type.isInstance(cause)) {
      cause = cause.getCause();
    }
    return cause;
  }

  private static String text(Throwable failure) {
    var text = new StringBuilder();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      text.append(cause.getMessage()).append('\n');
    }
    return text.toString().toLowerCase(Locale.ROOT);
  }

  private String last(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    String kind = cause.getClass().getSimpleName().replaceAll("Exception$", "");
    return kind + ": " + message.replace(address.toPrivateString(), GitAnswers.host(address));
  }
}
