package build.stave.operator.git;

import build.stave.operator.git.Look.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a Secret says of a git server.
 *
 * @param user for https; null for none
 * @param password for https; null for none
 * @param key private key for ssh, in the form of OpenSSH or PEM; null for none
 * @param knownHosts in the form of ssh's known_hosts; empty for none: then no ssh server is trusted
 * @param authorities certificates in PEM that are trusted beside those of the system; null for none
 */
record GitLogin(
    @Nullable String user,
    @Nullable String password,
    @Nullable String key,
    String knownHosts,
    @Nullable String authorities) {
  /** Nothing at all. */
  static final GitLogin NONE = new GitLogin(null, null, null, "", null);

  /** The name that git servers take with an access token. */
  private static final String TOKEN_USER = "x-access-token";

  /**
   * Reads the keys of a Secret.
   *
   * @param shown name of the Secret for messages
   * @param data its keys, decoded
   * @param ssh whether it is for ssh, and not for https
   * @throws LookException where a key is missing
   */
  static GitLogin of(String shown, Map<String, byte[]> data, boolean ssh) throws LookException {
    if (ssh) {
      return new GitLogin(
          null,
          null,
          required(shown, data, "ssh-privatekey", "a private key without a passphrase"),
          required(shown, data, "known_hosts", "what ssh-keyscan prints of the server"),
          null);
    }
    String authorities = text(data, "ca.crt");
    String password = text(data, "password");
    if (password == null && authorities == null) {
      required(shown, data, "password", "a password or a token, with the user in username");
    }
    String user = text(data, "username");
    return new GitLogin(user == null ? TOKEN_USER : user, password, null, "", authorities);
  }

  /** The same with more authorities. */
  GitLogin trusting(@Nullable String more) {
    if (more == null) {
      return this;
    }
    String all = authorities == null ? more : authorities + "\n" + more;
    return new GitLogin(user, password, key, knownHosts, all);
  }

  private static String required(String shown, Map<String, byte[]> data, String key, String meaning)
      throws LookException {
    String value = text(data, key);
    if (value == null || value.isBlank()) {
      throw new LookException(
          Reason.SecretMalformed, shown + " has no key " + key + ": put " + meaning + " there");
    }
    return value;
  }

  private static @Nullable String text(Map<String, byte[]> data, String key) {
    byte[] value = data.get(key);
    return value == null ? null : new String(value, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "GitLogin";
  }
}
