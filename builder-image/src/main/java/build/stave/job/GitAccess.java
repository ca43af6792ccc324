package build.stave.job;

import build.stave.engine.BuildRequest;
import build.stave.engine.SecretSource;
import build.stave.http.TlsSettings;
import build.stave.problem.Problem;
import build.stave.problem.Reason;
import build.stave.source.ContextSpec;
import build.stave.source.GitCredentials;
import build.stave.source.GitCredentials.Login;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How git servers are told who asks: a folder as Kubernetes mounts a Secret ({@code username} and
 * {@code password} of {@code kubernetes.io/basic-auth}, {@code ssh-privatekey} of {@code
 * kubernetes.io/ssh-auth}, {@code known_hosts} and {@code ca.crt} beside them), secrets named as
 * BuildKit's ({@code GIT_AUTH_TOKEN}, {@code GIT_AUTH_TOKEN.host}), and the ssh agent of the
 * person.
 */
public final class GitAccess {
  private static final Pattern HOST = Pattern.compile("https?://(?:[^@/]*@)?([^/?#]+)");
  private static final String TOKEN = "GIT_AUTH_TOKEN";

  private final @Nullable Path folder;
  private final String title;
  private final Map<String, String> environment;
  private final BuildRequest.Source source;
  private final Map<String, SecretSource> secrets;

  /**
   * Access for one build.
   *
   * @param folder of credentials for the host of the build's source; null for none
   * @param title what a person calls the folder
   * @param source of the build
   * @param secrets of its RUN steps, by id
   */
  public GitAccess(
      @Nullable Path folder,
      String title,
      Map<String, String> environment,
      BuildRequest.Source source,
      Map<String, SecretSource> secrets) {
    this.folder = folder;
    this.title = title;
    this.environment = environment;
    this.source = source;
    this.secrets = secrets;
  }

  /**
   * What git servers are told.
   *
   * @throws build.stave.problem.StaveException SECRET_MALFORMED where the folder holds none
   */
  public GitCredentials credentials() {
    Map<String, Login> logins = tokens();
    if (folder == null) {
      return new GitCredentials(logins, null, agent(), knownHosts());
    }
    Path key = file(folder, "ssh-privatekey");
    Path username = file(folder, "username");
    Path password = file(folder, "password");
    if (key == null && password == null) {
      throw Problem.user(title + " holds no credentials for git")
          .because(Reason.SECRET_MALFORMED)
          .fix("it needs the keys username and password, or ssh-privatekey and known_hosts")
          .exception();
    }
    Optional<String> host = sourceHost();
    if (password != null && host.isPresent()) {
      String secret = read(password);
      logins.put(
          host.get(), username == null ? Login.token(secret) : new Login(read(username), secret));
    }
    Path known = file(folder, "known_hosts");
    return new GitCredentials(
        logins,
        key,
        key == null ? agent() : null,
        known != null ? List.of(known) : key == null ? knownHosts() : List.of());
  }

  /** The authority that the folder names for the source's host. */
  public Map<String, TlsSettings> authorities() {
    Path authority = folder == null ? null : file(folder, "ca.crt");
    Optional<String> host = sourceHost();
    return authority == null || host.isEmpty()
        ? Map.of()
        : Map.of(host.get(), TlsSettings.trusting(authority));
  }

  private Map<String, Login> tokens() {
    Map<String, Login> logins = new HashMap<>();
    secrets.forEach(
        (id, secret) -> {
          if (id.equals(TOKEN)) {
            sourceHost().ifPresent(host -> logins.put(host, token(id, secret)));
          } else if (id.startsWith(TOKEN + ".")) {
            String host = id.substring(TOKEN.length() + 1).toLowerCase(Locale.ROOT);
            logins.put(host, token(id, secret));
          }
        });
    return logins;
  }

  private static Login token(String id, SecretSource secret) {
    try {
      return Login.token(new String(secret.read(), StandardCharsets.UTF_8).strip());
    } catch (IOException e) {
      throw Problem.user("cannot read the secret " + id).exception(e);
    }
  }

  private Optional<String> sourceHost() {
    if (source instanceof BuildRequest.Source.Spec(ContextSpec.Git git)) {
      Matcher host = HOST.matcher(git.url());
      if (host.lookingAt()) {
        return Optional.of(host.group(1).toLowerCase(Locale.ROOT));
      }
    }
    return Optional.empty();
  }

  private @Nullable Path agent() {
    String socket = environment.getOrDefault("SSH_AUTH_SOCK", "");
    return socket.isEmpty() || !Files.exists(Path.of(socket)) ? null : Path.of(socket);
  }

  private List<Path> knownHosts() {
    Path own = Path.of(environment.getOrDefault("HOME", "/"), ".ssh", "known_hosts");
    return Stream.of(own, Path.of("/etc/ssh/ssh_known_hosts")).filter(Files::isReadable).toList();
  }

  private static @Nullable Path file(Path folder, String name) {
    Path file = folder.resolve(name);
    return Files.isRegularFile(file) ? file : null;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw Problem.user("cannot read " + file).exception(e);
    }
  }
}
