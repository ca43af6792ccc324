package build.stave.source;

import build.stave.crds.git.GitAnswers;
import build.stave.problem.Problem;
import build.stave.problem.Reason;
import build.stave.problem.StaveException;
import java.util.Collection;
import java.util.Locale;
import org.eclipse.jgit.transport.URIish;

/** One repository on a server, as commands and messages name it, and what its failures mean. */
record GitRemote(URIish address, GitAnswers logins) {

  /** For messages and for .git/config: without credentials. */
  String shown() {
    return GitUrl.redacted(address.toPrivateString());
  }

  /** For commands: without a password, which {@link GitAnswers} gives when it is asked. */
  String fetched() {
    boolean http = address.getScheme() != null && address.getScheme().startsWith("http");
    URIish plain = address.setPass(null);
    return (http ? plain.setUser(null) : plain).toPrivateString();
  }

  /** Whether a failure has nothing to do with what was asked for. */
  boolean isFatal(Exception failure) {
    String text = text(failure);
    return (logins.wasAsked() && !logins.hasLogin())
        || logins.refusedHostKey()
        || text.contains("not authorized")
        || text.contains("cannot open")
        || text.contains("not found")
        || text.contains("connection")
        || text.contains("log in")
        || text.contains("unknownhost");
  }

  /** A reference that the repository does not have. */
  StaveException unknown(String ref, Collection<String> refs) {
    if (ref.isEmpty()) {
      return Problem.user("git repository " + shown() + " has no default branch")
          .because(Reason.REF_NOT_FOUND)
          .fix("name a branch, a tag or a commit: " + shown() + "#main")
          .exception();
    }
    String known =
        refs.stream()
            .filter(name -> name.startsWith("refs/heads/"))
            .map(name -> name.substring("refs/heads/".length()))
            .sorted()
            .limit(5)
            .reduce((a, b) -> a + ", " + b)
            .map(names -> "; its branches: " + names)
            .orElse("");
    return Problem.user("git repository " + shown() + " has no branch, tag or commit " + ref)
        .because(Reason.REF_NOT_FOUND)
        .fix("check the name" + known)
        .exception();
  }

  /** The problem behind a failed command. */
  StaveException explain(Exception failure, String ref) {
    String doing = "fetch " + shown() + (ref.isEmpty() ? "" : " at " + ref);
    String text = text(failure);
    if (logins.refusedHostKey() || text.contains("server key")) {
      return Problem.remote(
              doing, "the ssh host key of " + GitAnswers.host(address) + " is unknown")
          .because(Reason.HOST_KEY_UNKNOWN)
          .fix("check the key of the server (ssh-keyscan) and put it into known_hosts")
          .exception(failure);
    }
    if (text.contains("not authorized")
        || text.contains("authentication")
        || text.contains("log in")
        || text.contains("credentials")
        || logins.wasAsked()) {
      return Problem.remote(
              doing,
              logins.hasLogin() || text.contains("log in")
                  ? "the server refused the credentials"
                  : "the server asks for credentials and there are none for this host")
          .because(Reason.AUTHENTICATION_FAILED)
          .fix("give a token or key that may read the repository")
          .exception(failure);
    }
    if (text.contains("not found") || text.contains("not a valid") || text.contains("does not")) {
      return Problem.remote(doing, "there is no such git repository")
          .because(Reason.SOURCE_NOT_FOUND)
          .fix("check the URL; a private repository may need credentials to be seen")
          .exception(failure);
    }
    if (text.contains("unknown host") || text.contains("unknownhost")) {
      return Problem.remote(doing, "the host " + GitAnswers.host(address) + " is not known")
          .because(Reason.SERVER_UNAVAILABLE)
          .canRetry()
          .exception(failure);
    }
    return Problem.remote(doing, lastMessage(failure))
        .because(Reason.SERVER_UNAVAILABLE)
        .canRetry()
        .exception(failure);
  }

  private static String text(Throwable failure) {
    var text = new StringBuilder();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      text.append(cause.getClass().getSimpleName()).append(' ').append(cause.getMessage());
    }
    return text.toString().toLowerCase(Locale.ROOT);
  }

  private String lastMessage(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    return message.replace(address.toPrivateString(), shown());
  }
}
