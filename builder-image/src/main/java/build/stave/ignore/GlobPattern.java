package build.stave.ignore;

import java.util.BitSet;
import java.util.List;

/**
 * A path pattern: {@code *} and {@code ?} stay within one path element, {@code [a-z]} and {@code
 * [^a]} are one character of it, a backslash makes the next character ordinary (Go filepath.Match).
 * Matching takes time proportional to pattern and path, whatever the pattern.
 */
public final class GlobPattern {
  private final String text;
  private final String prefix;
  private final List<Token> tokens;

  private GlobPattern(String text, List<Token> tokens) {
    this.text = text;
    this.tokens = tokens;
    StringBuilder literal = new StringBuilder();
    for (Token token : tokens) {
      if (!(token instanceof Token.Literal(int codePoint))) {
        break;
      }
      literal.appendCodePoint(codePoint);
    }
    this.prefix = literal.toString();
  }

  /**
   * A pattern in which {@code **} means no more than {@code *}: sources of COPY and ADD.
   *
   * @throws build.stave.problem.StaveException of the category USER for a malformed pattern
   */
  public static GlobPattern of(String pattern) {
    return new GlobPattern(pattern, new GlobParser(pattern, false).parse());
  }

  /**
   * A pattern in which {@code **} matches any number of path elements: .dockerignore, {@code
   * --exclude}, sources with {@code --parents} (moby/patternmatcher).
   *
   * @throws build.stave.problem.StaveException of the category USER for a malformed pattern
   */
  public static GlobPattern parse(String pattern) {
    return new GlobPattern(pattern, new GlobParser(pattern, true).parse());
  }

  /** Whether a text has wildcards in it, escaped ones not counted. */
  public static boolean hasWildcards(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '*' || c == '?' || c == '[') {
        return true;
      }
    }
    return false;
  }

  /** Whether the whole path matches; elements are separated by one slash. */
  public boolean matches(String path) {
    if (!path.startsWith(prefix)) {
      return false;
    }
    return run(path).get(tokens.size());
  }

  /** Whether some path below the directory can match; empty for the root of the tree. */
  public boolean canMatchBelow(String directory) {
    if (directory.isEmpty()) {
      return true;
    }
    String start = directory + "/";
    int common = Math.min(start.length(), prefix.length());
    if (!start.regionMatches(0, prefix, 0, common)) {
      return false;
    }
    BitSet states = run(start);
    states.clear(tokens.size());
    return !states.isEmpty();
  }

  /** Positions in the pattern that are reached after the path; the end means a match. */
  private BitSet run(String path) {
    BitSet states = new BitSet(tokens.size() + 1);
    enter(states, 0);
    for (int i = 0; i < path.length() && !states.isEmpty(); ) {
      int c = path.codePointAt(i);
      i += Character.charCount(c);
      BitSet next = new BitSet(tokens.size() + 1);
      for (int s = states.nextSetBit(0);
          s >= 0 && s < tokens.size();
          s = states.nextSetBit(s + 1)) {
        switch (tokens.get(s)) {
          case Token.Literal(int codePoint) -> enterIf(codePoint == c, next, s + 1);
          case Token.AnyCharacter _ -> enterIf(c != '/', next, s + 1);
          case Token.OneOf one -> enterIf(c != '/' && one.matches(c), next, s + 1);
          case Token.Star _ -> enterIf(c != '/', next, s);
          case Token.Everything _ -> enter(next, s);
          case Token.Directories _ -> {
            // Already within the directories: only a slash leads out of them.
            next.set(s);
            enterIf(c == '/', next, s + 1);
          }
          case Token.MaybeDirectories _ -> {}
        }
      }
      states = next;
    }
    return states;
  }

  private void enterIf(boolean condition, BitSet states, int position) {
    if (condition) {
      enter(states, position);
    }
  }

  private void enter(BitSet states, int position) {
    states.set(position);
    if (position == tokens.size()) {
      return;
    }
    switch (tokens.get(position)) {
      case Token.Star _, Token.Everything _ -> enter(states, position + 1);
      case Token.MaybeDirectories _ -> {
        states.set(position + 1);
        enter(states, position + 2);
      }
      case Token.Literal _, Token.AnyCharacter _, Token.OneOf _, Token.Directories _ -> {}
    }
  }

  /** As written. */
  @Override
  public String toString() {
    return text;
  }
}
