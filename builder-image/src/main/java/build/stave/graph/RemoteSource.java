package build.stave.graph;

import build.stave.problem.Problem;
import java.util.List;
import java.util.regex.Pattern;

/** Tells URLs and git repositories from paths among the sources of ADD. */
final class RemoteSource {
  private static final Pattern GIT_SCHEME = Pattern.compile("(git|ssh)://.+");
  private static final Pattern SCP = Pattern.compile("[A-Za-z0-9_.-]+@[A-Za-z0-9_.-]+:.+");
  private static final Pattern GIT_OVER_HTTP = Pattern.compile("https?://[^#?]+\\.git([#?].*)?");

  private RemoteSource() {}

  static boolean isGit(String source) {
    return GIT_SCHEME.matcher(source).matches()
        || SCP.matcher(source).matches()
        || GIT_OVER_HTTP.matcher(source).matches();
  }

  static boolean isHttp(String source) {
    return (source.startsWith("http://") || source.startsWith("https://")) && !isGit(source);
  }

  static void checkChecksum(List<String> sources, int heredocs) {
    if (sources.size() + heredocs != 1) {
      throw Problem.user("checksum can't be specified for multiple sources")
          .fix("write an ADD for each source")
          .exception();
    }
    if (sources.isEmpty() || (!isHttp(sources.getFirst()) && !isGit(sources.getFirst()))) {
      throw Problem.user("checksum requires HTTP(S) or Git sources")
          .fix("leave --checksum out: the context's files are checked by their content")
          .exception();
    }
  }
}
