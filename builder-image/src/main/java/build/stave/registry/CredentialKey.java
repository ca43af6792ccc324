package build.stave.registry;

import build.stave.reference.ImageReference;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A key of {@code auths}: a registry, or part of one, that a credential is for. Matches as the
 * kubelet does (pkg/credentialprovider/keyring.go): host label by label with {@code *}, equal
 * ports, path as a prefix. That includes what containers-auth.json(5) and Docker write.
 */
record CredentialKey(String host, String path) {
  /** A set of plain characters and ranges, as Go's filepath.Match has it, or one character. */
  private static final Pattern GLOB =
      Pattern.compile("\\[\\^?(?:[a-z0-9](?:-[a-z0-9])?)+]|.", Pattern.DOTALL);

  private static final String DOCKER_HUB_INDEX = "index.docker.io";

  /** The name Docker files its Hub's credentials under. */
  static String serverOf(String registry) {
    return registry.equals(ImageReference.DOCKER_HUB)
        ? "https://" + DOCKER_HUB_INDEX + "/v1/"
        : registry;
  }

  static CredentialKey parse(String text) {
    String rest = text.strip().replaceFirst("^https?://", "");
    int slash = rest.indexOf('/');
    String host = slash < 0 ? rest : rest.substring(0, slash);
    String path = slash < 0 ? "" : rest.substring(slash + 1);
    path = path.replaceFirst("^v[12](/|$)", "");
    return new CredentialKey(
        host.toLowerCase(Locale.ROOT),
        path.endsWith("/") ? path.substring(0, path.length() - 1) : path);
  }

  boolean matches(ImageReference image) {
    if (!image.repository().startsWith(path)) {
      return false;
    }
    return image.registry().equals(ImageReference.DOCKER_HUB)
        ? hostMatches(DOCKER_HUB_INDEX)
            || hostMatches(ImageReference.DOCKER_HUB)
            || hostMatches("registry-1.docker.io")
        : hostMatches(image.registry().toLowerCase(Locale.ROOT));
  }

  private boolean hostMatches(String target) {
    if (!port(host).equals(port(target))) {
      return false;
    }
    String[] globs = name(host).split("\\.", -1);
    String[] labels = name(target).split("\\.", -1);
    if (globs.length != labels.length) {
      return false;
    }
    for (int i = 0; i < globs.length; i++) {
      if (!labelMatches(globs[i], labels[i])) {
        return false;
      }
    }
    return true;
  }

  private static boolean labelMatches(String glob, String label) {
    if (glob.equals(label)) {
      return true;
    }
    var pattern = new StringBuilder();
    Matcher part = GLOB.matcher(glob);
    while (part.find()) {
      pattern.append(
          switch (part.group()) {
            case "*" -> ".*";
            case "?" -> ".";
            case String s when s.length() > 1 -> s;
            case String s -> Pattern.quote(s);
          });
    }
    return label.matches(pattern.toString());
  }

  private static String name(String host) {
    return host.substring(0, host.length() - port(host).length());
  }

  /** With its colon; empty where none is written. */
  private static String port(String host) {
    int colon = host.lastIndexOf(':');
    return colon > host.lastIndexOf(']') ? host.substring(colon) : "";
  }
}
