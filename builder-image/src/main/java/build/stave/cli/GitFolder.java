package build.stave.cli;

import build.stave.problem.Problem;
import build.stave.source.GitCredentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Git credentials as Kubernetes mounts a Secret: {@code username} and {@code password} ({@code
 * kubernetes.io/basic-auth}), or {@code ssh-privatekey} ({@code kubernetes.io/ssh-auth}) with
 * {@code known_hosts} beside it.
 */
final class GitFolder {
  private static final Pattern HOST = Pattern.compile("https?://(?:[^@/]*@)?([^/?#]+)");

  private final @Nullable Path folder;

  GitFolder(@Nullable Path folder) {
    this.folder = folder;
  }

  /**
   * The credentials.
   *
   * @param url that a name and a password are for
   */
  GitCredentials credentials(String url) {
    if (folder == null) {
      return GitCredentials.NONE;
    }
    Path key = file(folder, "ssh-privatekey");
    Path username = file(folder, "username");
    Path password = file(folder, "password");
    if (key == null && password == null) {
      throw Problem.user("--git-auth " + folder + " holds no credentials")
          .fix("it needs the files username and password, or ssh-privatekey and known_hosts")
          .exception();
    }
    Matcher host = HOST.matcher(url);
    Map<String, GitCredentials.Login> logins = Map.of();
    if (password != null && host.lookingAt()) {
      String secret = read(password);
      logins =
          Map.of(
              host.group(1),
              username == null
                  ? GitCredentials.Login.token(secret)
                  : new GitCredentials.Login(read(username), secret));
    }
    return new GitCredentials(logins, key, file(folder, "known_hosts"));
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
