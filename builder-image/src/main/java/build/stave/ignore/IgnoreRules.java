package build.stave.ignore;

import build.stave.problem.Location;
import build.stave.problem.Problem;
import build.stave.problem.StaveException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The rules of a .dockerignore file (Dockerfile reference, ".dockerignore file";
 * moby/patternmatcher). The last rule that matches a path or one of its parent directories decides.
 * Paths are relative to the root of the context, with slashes and without {@code ./}.
 */
public final class IgnoreRules {
  /** Excludes nothing. */
  public static final IgnoreRules NONE = new IgnoreRules(List.of());

  private final List<Rule> rules;
  private final int lastException;

  private record Rule(GlobPattern pattern, boolean exception) {
    boolean covers(String path, List<String> parents) {
      return pattern.matches(path) || parents.stream().anyMatch(pattern::matches);
    }
  }

  private IgnoreRules(List<Rule> rules) {
    this.rules = List.copyOf(rules);
    int last = -1;
    for (int i = 0; i < rules.size(); i++) {
      last = rules.get(i).exception() ? i : last;
    }
    this.lastException = last;
  }

  /** The rules of a file called .dockerignore. */
  public static IgnoreRules parse(byte[] content) {
    return parse(".dockerignore", content);
  }

  /**
   * The rules of a file: one pattern a line; {@code #} in column 1 begins a comment, {@code !} an
   * exception.
   *
   * @param fileName for messages
   * @throws StaveException of the category USER, located, for a malformed pattern
   */
  public static IgnoreRules parse(String fileName, byte[] content) {
    String text = new String(content, StandardCharsets.UTF_8);
    List<Rule> rules = new ArrayList<>();
    int number = 0;
    for (String line : (text.startsWith("\uFEFF") ? text.substring(1) : text).split("\n", -1)) {
      number++;
      if (line.startsWith("#") || line.isBlank()) {
        continue;
      }
      try {
        rules.add(rule(line));
      } catch (StaveException e) {
        throw e.problem().at(new Location(fileName, number, 1, line.stripTrailing())).exception(e);
      }
    }
    return new IgnoreRules(rules);
  }

  /**
   * The same rules from patterns, as for {@code --exclude}; there are no comments.
   *
   * @throws StaveException of the category USER for a malformed pattern
   */
  public static IgnoreRules of(List<String> patterns) {
    return new IgnoreRules(
        patterns.stream().filter(pattern -> !pattern.isBlank()).map(IgnoreRules::rule).toList());
  }

  private static Rule rule(String line) {
    String pattern = line.strip();
    boolean exception = pattern.startsWith("!");
    if (exception) {
      pattern = pattern.substring(1).strip();
    }
    if (pattern.isEmpty()) {
      throw Problem.user("illegal exclusion pattern: \"!\"")
          .fix("put a path after the exclamation mark")
          .exception();
    }
    String clean = CleanPath.of(pattern);
    boolean absolute = clean.length() > 1 && clean.startsWith("/");
    return new Rule(GlobPattern.parse(absolute ? clean.substring(1) : clean), exception);
  }

  /** Whether the file or directory does not count as part of the context. */
  public boolean excludes(String path) {
    return excludedBy(path) >= 0;
  }

  /**
   * Whether the directory is excluded and no exception can bring back anything below it, so that a
   * walk need not enter it.
   */
  public boolean canSkip(String directory) {
    int cause = excludedBy(directory);
    if (cause < 0) {
      return false;
    }
    for (int i = cause + 1; i <= lastException; i++) {
      if (rules.get(i).exception() && rules.get(i).pattern().canMatchBelow(directory)) {
        return false;
      }
    }
    return true;
  }

  /** Index of the rule that excludes the path, -1 where it is not excluded. */
  private int excludedBy(String path) {
    if (rules.isEmpty() || path.isEmpty()) {
      return -1;
    }
    List<String> parents = parents(path);
    for (int i = rules.size() - 1; i >= 0; i--) {
      if (rules.get(i).covers(path, parents)) {
        return rules.get(i).exception() ? -1 : i;
      }
    }
    return -1;
  }

  private static List<String> parents(String path) {
    List<String> parents = new ArrayList<>();
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      parents.add(path.substring(0, slash));
    }
    return parents;
  }
}
