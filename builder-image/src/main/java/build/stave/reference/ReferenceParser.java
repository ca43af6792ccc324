package build.stave.reference;

import build.stave.oci.Digest;
import build.stave.problem.Problem;
import build.stave.problem.StaveException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one image name; the grammar is that of distribution/reference. */
final class ReferenceParser {
  private static final String LABEL = "[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?";
  private static final Pattern HOST =
      Pattern.compile(
          "(?:" + LABEL + "(?:\\." + LABEL + ")*|\\[[a-fA-F0-9:]+\\])(?::(?<port>[0-9]{1,5}))?");
  private static final Pattern COMPONENT = Pattern.compile("[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*");
  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");
  private static final Pattern IDENTIFIER = Pattern.compile("[a-f0-9]{64}");
  private static final Set<String> DOCKER_HUB_ALIASES =
      Set.of("index.docker.io", "registry-1.docker.io", "registry.hub.docker.com");
  private static final int MAX_REPOSITORY = 255;

  private final String text;

  ReferenceParser(String text) {
    this.text = text;
  }

  ImageReference parse() {
    if (text.isBlank()) {
      throw malformed("it is empty", "write a name such as alpine:3.20");
    }
    int scheme = text.indexOf("://");
    if (scheme >= 0) {
      throw malformed(
          "an image name has no scheme", "leave out " + text.substring(0, scheme + "://".length()));
    }
    int at = text.indexOf('@');
    Digest digest = at < 0 ? null : digest(text.substring(at + 1));
    String rest = at < 0 ? text : text.substring(0, at);
    int colon = rest.indexOf(':', rest.lastIndexOf('/') + 1);
    String tag = colon < 0 ? null : tag(rest.substring(colon + 1), text);
    String name = colon < 0 ? rest : rest.substring(0, colon);
    int slash = name.indexOf('/');
    boolean hasHost = slash > 0 && isHost(name.substring(0, slash));
    String registry = hasHost ? host(name.substring(0, slash)) : ImageReference.DOCKER_HUB;
    return named(registry, hasHost ? name.substring(slash + 1) : name, tag, digest);
  }

  private ImageReference named(
      String registry, String path, @Nullable String tag, @Nullable Digest digest) {
    checkPath(path);
    boolean official = registry.equals(ImageReference.DOCKER_HUB) && path.indexOf('/') < 0;
    if (official && IDENTIFIER.matcher(path).matches()) {
      throw malformed(
          "64 hexadecimal digits are an image's identifier, not a name",
          "write the repository, followed by @sha256:" + path);
    }
    return new ImageReference(registry, official ? "library/" + path : path, tag, digest);
  }

  /** As Docker decides: the first component is a host where it could not be part of a path. */
  private static boolean isHost(String first) {
    return first.indexOf('.') >= 0
        || first.indexOf(':') >= 0
        || first.equals("localhost")
        || !first.equals(first.toLowerCase(Locale.ROOT));
  }

  /**
   * Host names know no case, so that one registry has one spelling here; but where the upper case
   * is all that makes it a host, it stays.
   */
  private String host(String written) {
    var matcher = HOST.matcher(written);
    if (!matcher.matches()) {
      throw malformed(
          "\"" + written + "\" is not a registry's host", "write it as host or host:port");
    }
    String port = matcher.group("port");
    if (port != null && Integer.parseInt(port) > 65535) {
      throw malformed("port " + port + " is out of range", "ports end at 65535");
    }
    String lower = written.toLowerCase(Locale.ROOT);
    if (DOCKER_HUB_ALIASES.contains(lower)) {
      return ImageReference.DOCKER_HUB;
    }
    return isHost(lower) ? lower : written;
  }

  private void checkPath(String path) {
    if (path.isEmpty()) {
      throw malformed("the repository is missing", "write registry/repository:tag");
    }
    if (path.length() > MAX_REPOSITORY) {
      throw malformed("the repository is longer than 255 characters", "shorten it");
    }
    for (String component : path.split("/", -1)) {
      if (COMPONENT.matcher(component).matches()) {
        continue;
      }
      String lower = component.toLowerCase(Locale.ROOT);
      if (COMPONENT.matcher(lower).matches()) {
        throw malformed(
            "the repository must be lower case",
            "write " + text.replace(path, path.toLowerCase(Locale.ROOT)));
      }
      if (component.isEmpty()) {
        throw malformed("there is an empty part between slashes", "remove the extra slash");
      }
      throw malformed(
          "\"" + component + "\" cannot be part of a repository",
          "use a-z and 0-9, parted by single . _ or any number of -");
    }
  }

  static String tag(String tag, String whole) {
    if (!TAG.matcher(tag).matches()) {
      throw malformed(
          whole,
          tag.isEmpty() ? "the tag after \":\" is missing" : "\"" + tag + "\" is not a tag",
          "a tag has up to 128 of A-Z a-z 0-9 _ . - and begins with neither . nor -");
    }
    return tag;
  }

  private Digest digest(String written) {
    try {
      return Digest.parse(written);
    } catch (StaveException e) {
      throw malformed(
          e.problem().message(), "a digest is sha256: followed by 64 hexadecimal digits");
    }
  }

  private StaveException malformed(String why, String fix) {
    return malformed(text, why, fix);
  }

  private static StaveException malformed(String whole, String why, String fix) {
    return Problem.user("invalid image name \"" + whole + "\": " + why).fix(fix).exception();
  }
}
