package build.stave.operator.git;

import build.stave.crds.git.GitAnswers;
import build.stave.crds.git.GitEnvironment;
import build.stave.crds.v1alpha1.Git;
import build.stave.operator.git.Look.Reason;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.SshTransport;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportHttp;
import org.eclipse.jgit.transport.URIish;
import org.jspecify.annotations.Nullable;

/** Asks a git server which commit one branch or tag is at; other references are not sent. */
final class GitRemote {
  private static final int TIMEOUT_SECONDS = 15;

  private final URIish address;
  private final String reference;
  private final GitLogin login;

  /** A remote with the reference that a source is about. */
  GitRemote(Git source, GitLogin login) throws LookException {
    GitEnvironment.install();
    this.address = address(source.url());
    this.reference = reference(source.ref());
    this.login = login;
  }

  static URIish address(String url) throws LookException {
    try {
      return new URIish(url);
    } catch (URISyntaxException e) {
      throw new LookException(Reason.Unreachable, "source.git.url is no address of a repository");
    }
  }

  /** Whether an address is reached over ssh: it says so, or is {@code user@host:path}. */
  static boolean isSsh(URIish address) {
    return address.getScheme() == null || address.getScheme().equals("ssh");
  }

  private static String reference(Git.@Nullable Ref ref) {
    if (ref == null) {
      return Constants.HEAD;
    }
    return ref.branch() != null
        ? qualified(Constants.R_HEADS, ref.branch())
        : qualified(Constants.R_TAGS, String.valueOf(ref.tag()));
  }

  private static String qualified(String prefix, String name) {
    return name.startsWith(prefix) ? name : prefix + name;
  }

  /** The commit, as 40 hexadecimal digits. Blocks; can be interrupted. */
  String commit() throws LookException {
    var answers = new GitAnswers(address, login.user(), login.password());
    try (Transport transport = Transport.open(address)) {
      transport.setTimeout(TIMEOUT_SECONDS);
      transport.setCredentialsProvider(answers);
      return switch (transport) {
        case SshTransport ssh -> overSsh(ssh);
        case TransportHttp http -> overHttp(http);
        default -> throw new LookException(Reason.Unreachable, "source.git.url is no http or ssh");
      };
    } catch (LookException e) {
      throw e;
    } catch (IOException e) {
      throw new GitFailure(address, answers, login).explain(e);
    }
  }

  private String overSsh(SshTransport transport) throws IOException {
    try (GitSsh ssh = GitSsh.open(login)) {
      transport.setSshSessionFactory(ssh.sessions());
      return ask(transport);
    }
  }

  private String overHttp(TransportHttp transport) throws IOException {
    transport.setHttpConnectionFactory(
        new GitHttp(
            URI.create(transport.getURI().toString()).toURL(),
            login.authorities() == null ? null : GitTrust.manager(login.authorities())));
    return ask(transport);
  }

  private String ask(Transport transport) throws IOException {
    var wanted = List.of(new RefSpec(reference + ":" + reference));
    try (FetchConnection connection = transport.openFetch(wanted)) {
      return Optional.ofNullable(connection.getRef(reference))
          .map(GitRemote::commit)
          .orElseThrow(
              () ->
                  new LookException(
                      Reason.RefNotFound,
                      reference.equals(Constants.HEAD)
                          ? "the repository has no default branch: set source.git.ref"
                          : "the repository has no " + reference + ": check source.git.ref"));
    }
  }

  private static String commit(Ref ref) {
    ObjectId peeled = ref.getPeeledObjectId();
    return peeled == null ? Objects.requireNonNull(ref.getObjectId()).name() : peeled.name();
  }
}
