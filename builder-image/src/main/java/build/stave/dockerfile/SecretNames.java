package build.stave.dockerfile;

import java.util.regex.Pattern;

/** Variable names that usually hold a secret. */
final class SecretNames {
  private static final Pattern SECRET =
      Pattern.compile(
          "(?i)(?:_|^)(?:apikey|auth|credentials?|key|password|pword|passwd|secret|token)(?:_|$)");
  private static final Pattern HARMLESS =
      Pattern.compile("(?i)(?:_|^)(?:public|file|version)(?:_|$)");

  private SecretNames() {}

  static boolean matches(String name) {
    return SECRET.matcher(name).find() && !HARMLESS.matcher(name).find();
  }
}
