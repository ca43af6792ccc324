package build.stave.source;

import build.stave.problem.Problem;
import build.stave.problem.StaveException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Git URLs as docker and BuildKit understand them. */
final class GitUrl {
  private static final Pattern SCP = Pattern.compile("[a-zA-Z0-9._-]+@[a-zA-Z0-9._-]+:(?!//).+");
  private static final Pattern HTTP = Pattern.compile("https?://[^?#]*\\.git([?#].*)?");
  private static final Pattern USER = Pattern.compile("^([a-z][a-z0-9+.-]*://)[^/@]*@");
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{4,64}");
  private static final Set<String> FLAGS = Set.of("keep-git-dir", "submodules", "fetch-by-commit");

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
      query = query(shown, rest.substring(mark + 1));
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
    boolean commitTimes = false;
    boolean fetchByCommit = false;
    for (var parameter : query.entrySet()) {
      String name = parameter.getKey();
      String value = parameter.getValue();
      switch (name) {
        case "ref" -> ref = only(shown, name, ref, value);
        case "branch" -> ref = only(shown, name, ref, qualified("refs/heads/", value));
        case "tag" -> ref = only(shown, name, ref, qualified("refs/tags/", value));
        case "subdir" -> subdir = only(shown, name, subdir, value);
        case "commit", "checksum" -> commit = commit(shown, commit, value);
        case "keep-git-dir" -> keepGitDir = flag(shown, name, value);
        case "submodules" -> submodules = flag(shown, name, value);
        case "fetch-by-commit" -> fetchByCommit = flag(shown, name, value);
        case "mtime" -> commitTimes = commitTimes(shown, value);
        default -> throw malformed(shown, "unknown parameter " + name);
      }
    }
    if (ref.startsWith("-") || ref.contains("..")) {
      throw malformed(shown, "not a reference name: " + ref);
    }
    if (fetchByCommit && commit == null) {
      throw malformed(shown, "fetch-by-commit needs a checksum, which names the commit");
    }
    String pinned = commit != null && (fetchByCommit || ref.isEmpty()) ? commit : ref;
    return new ContextSpec.Git(url, pinned, subdir, commit, keepGitDir, submodules, commitTimes);
  }

  private static String qualified(String prefix, String name) {
    return name.startsWith(prefix) ? name : prefix + name;
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
      case "", "1", "t", "T", "true", "TRUE", "True" -> true;
      case "0", "f", "F", "false", "FALSE", "False" -> false;
      default -> throw malformed(shown, name + " is true or false, not " + value);
    };
  }

  private static boolean commitTimes(String shown, String value) {
    return switch (value) {
      case "commit" -> true;
      case "checkout" -> false;
      default -> throw malformed(shown, "mtime is commit or checkout, not " + value);
    };
  }

  /** The parameters that BuildKit knows are checked by name; each is written once. */
  private static Map<String, String> query(String shown, String text) {
    Map<String, String> query = new LinkedHashMap<>();
    for (String part : text.split("&", -1)) {
      int equals = part.indexOf('=');
      String name = equals < 0 ? part : part.substring(0, equals);
      String value = equals < 0 ? "" : decoded(shown, part.substring(equals + 1));
      if (name.isEmpty()) {
        continue;
      }
      if (value.isEmpty() && !FLAGS.contains(name)) {
        throw malformed(shown, "parameter " + name + " has no value");
      }
      if (query.put(name, value) != null) {
        throw malformed(shown, "parameter " + name + " is written twice");
      }
    }
    return query;
  }

  private static String decoded(String shown, String value) {
    try {
      return URLDecoder.decode(value, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw malformed(shown, "malformed parameter value " + value);
    }
  }

  private static StaveException malformed(String shown, String message) {
    return Problem.user("git URL " + shown + ": " + message)
        .fix("write https://host/repo.git#ref:subdir or …git?branch=main&subdir=path")
        .exception();
  }
}
