package build.stave.source;

import build.stave.problem.Problem;
import build.stave.problem.StaveException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Git URLs as docker and BuildKit understand them. */
final class GitUrl {
  private static final Pattern SCP = Pattern.compile("[a-zA-Z0-9._-]+@[a-zA-Z0-9._-]+:(?!//).+");
  private static final Pattern HTTP = Pattern.compile("https?://[^?#]*\\.git/?([?#].*)?");
  private static final Pattern USER = Pattern.compile("^([a-z][a-z0-9+.-]*://)[^/@]*@");
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{4,64}");

  private GitUrl() {}

  static boolean isGit(String text) {
    return text.startsWith("git://")
        || text.startsWith("ssh://")
        || text.startsWith("github.com/")
        || SCP.matcher(text).matches()
        || HTTP.matcher(text).matches();
  }

  /** Whether the URL is one of a server, and no path of this machine. */
  static boolean isRemote(String url) {
    return SCP.matcher(url).matches() || url.matches("(https?|ssh|git)://.*");
  }

  /** The URL that a submodule's relative URL means (gitmodules(5)). */
  static String relative(String parent, String url) {
    String base = parent.replaceAll("/+$", "");
    String rest = url;
    while (rest.startsWith("./") || rest.startsWith("../")) {
      if (rest.startsWith("../")) {
        int end = Math.max(base.lastIndexOf('/'), base.lastIndexOf(':'));
        if (end < 0 || base.endsWith("/")) {
          throw malformed(redacted(parent), "submodule url " + url + " leads out of the server");
        }
        base = base.substring(0, base.charAt(end) == ':' ? end + 1 : end);
        rest = rest.substring(3);
      } else {
        rest = rest.substring(2);
      }
    }
    return base.endsWith(":") ? base + rest : base + "/" + rest;
  }

  /** Without user, password, query and fragment, for messages. */
  static String redacted(String url) {
    String shown = url.replaceAll("[?#].*", "");
    return shown.startsWith("ssh://") ? shown : USER.matcher(shown).replaceFirst("$1");
  }

  static ContextSpec.Git parse(String text) {
    String shown = redacted(text);
    String rest = text.startsWith("github.com/") ? "https://" + text : text;
    String fragment = "";
    int hash = rest.indexOf('#');
    if (hash >= 0) {
      fragment = rest.substring(hash + 1);
      rest = rest.substring(0, hash);
    }
    Map<String, String> query = Map.of();
    int mark = rest.indexOf('?');
    if (mark >= 0) {
      query = query(rest.substring(mark + 1));
      rest = rest.substring(0, mark);
    }
    int colon = fragment.indexOf(':');
    String ref = colon < 0 ? fragment : fragment.substring(0, colon);
    String subdir = colon < 0 ? "" : fragment.substring(colon + 1);
    return build(shown, rest, ref, subdir, query);
  }

  private static ContextSpec.Git build(
      String shown,
      String url,
      String fragmentRef,
      String fragmentSubdir,
      Map<String, String> query) {
    String ref = fragmentRef;
    String subdir = fragmentSubdir;
    String commit = null;
    boolean keepGitDir = false;
    boolean submodules = true;
    for (var parameter : query.entrySet()) {
      String value = parameter.getValue();
      switch (parameter.getKey()) {
        case "ref" -> ref = only(shown, "ref", ref, value);
        case "branch" -> ref = only(shown, "branch", ref, "refs/heads/" + value);
        case "tag" -> ref = only(shown, "tag", ref, "refs/tags/" + value);
        case "subdir" -> subdir = only(shown, "subdir", subdir, value);
        case "commit", "checksum" -> commit = commit(shown, commit, value);
        case "keep-git-dir" -> keepGitDir = flag(shown, parameter.getKey(), value);
        case "submodules" -> submodules = flag(shown, parameter.getKey(), value);
        default -> throw malformed(shown, "unknown parameter " + parameter.getKey());
      }
    }
    if (ref.startsWith("-") || ref.contains("..")) {
      throw malformed(shown, "not a reference name: " + ref);
    }
    String pinned = ref.isEmpty() && commit != null ? commit : ref;
    return new ContextSpec.Git(url, pinned, subdir, commit, keepGitDir, submodules);
  }

  private static String only(String shown, String name, String before, String value) {
    if (!before.isEmpty() && !before.equals(value)) {
      throw malformed(shown, name + "=" + value + " contradicts " + before);
    }
    return value;
  }

  private static String commit(String shown, @Nullable String before, String value) {
    if (!COMMIT.matcher(value).matches() || (before != null && !before.equals(value))) {
      throw malformed(shown, "not a commit: " + value);
    }
    return value;
  }

  private static boolean flag(String shown, String name, String value) {
    return switch (value) {
      case "", "1", "true" -> true;
      case "0", "false" -> false;
      default -> throw malformed(shown, name + " is true or false, not " + value);
    };
  }

  private static Map<String, String> query(String text) {
    Map<String, String> query = new LinkedHashMap<>();
    for (String part : text.split("&", -1)) {
      int equals = part.indexOf('=');
      String name = equals < 0 ? part : part.substring(0, equals);
      String value = equals < 0 ? "" : part.substring(equals + 1);
      if (!name.isEmpty()) {
        query.put(name, URLDecoder.decode(value, StandardCharsets.UTF_8));
      }
    }
    return query;
  }

  private static StaveException malformed(String shown, String message) {
    return Problem.user("git URL " + shown + ": " + message)
        .fix("write https://host/repo.git#ref:subdir or …git?branch=main&subdir=path")
        .exception();
  }
}
