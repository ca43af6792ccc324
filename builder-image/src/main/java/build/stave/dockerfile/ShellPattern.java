package build.stave.dockerfile;

import build.stave.problem.Problem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The wildcard patterns of {@code ${v#p}}, {@code ${v%p}} and {@code ${v/p/r}}: {@code *} and
 * {@code ?} do not match a line break, a backslash makes them ordinary. Matching, replacing all
 * too, takes time proportional to pattern and text, whatever the number of stars.
 */
final class ShellPattern {
  private static final int STAR = -1;
  private static final int ANY = -2;

  private final List<Integer> tokens;

  private ShellPattern(List<Integer> tokens) {
    this.tokens = tokens;
  }

  static ShellPattern parse(String pattern) {
    List<Integer> tokens = new ArrayList<>();
    Runes runes = new Runes(pattern);
    for (int c = runes.next(); c != Runes.END; c = runes.next()) {
      switch (c) {
        case '*' -> tokens.add(STAR);
        case '?' -> tokens.add(ANY);
        case '\\' -> {
          // The escape of } and / belongs to the ${} around the pattern.
          if (runes.peek() != '}' && runes.peek() != '/') {
            tokens.add(escaped(pattern, runes.next()));
          }
        }
        default -> tokens.add(c);
      }
    }
    return new ShellPattern(tokens);
  }

  private static int escaped(String pattern, int c) {
    if (c == '*' || c == '?' || c == '\\') {
      return c;
    }
    String what = c == Runes.END ? "" : Character.toString(c);
    throw Problem.user(
            "invalid pattern (%s) in substitution: invalid escape '\\%s'".formatted(pattern, what))
        .fix("a backslash may stand before *, ?, / and } only")
        .exception();
  }

  String trimPrefix(String value, boolean longest) {
    int[] text = value.codePoints().toArray();
    int end = match(text, 0, longest);
    return end < 0 ? value : string(text, end, text.length);
  }

  String trimSuffix(String value, boolean longest) {
    List<Integer> reversed = new ArrayList<>(tokens);
    Collections.reverse(reversed);
    String backwards = reverse(value);
    return reverse(new ShellPattern(reversed).trimPrefix(backwards, longest));
  }

  String replace(String value, String replacement, boolean all) {
    int[] text = value.codePoints().toArray();
    StringBuilder result = new StringBuilder();
    int position = 0;
    int afterLast = -1;
    while (position <= text.length) {
      int end = match(text, position, true);
      boolean found = end > position || (end == position && position != afterLast);
      if (found) {
        result.append(replacement);
        if (!all) {
          return result.append(string(text, end, text.length)).toString();
        }
        afterLast = end;
      }
      int next = end > position ? end : end < 0 ? afterFailure(text, position) : position + 1;
      if (next != end) {
        result.append(string(text, position, Math.min(next, text.length)));
      }
      position = next;
    }
    return result.toString();
  }

  /**
   * Where the next match may start. What a star that was reached could not lead to a match, no star
   * further behind in the same line can.
   */
  private int afterFailure(int[] text, int position) {
    int star = tokens.indexOf(STAR);
    if (star < 0 || !fixed(text, position, star)) {
      return position + 1;
    }
    int line = position + star;
    while (line < text.length && text[line] != '\n') {
      line++;
    }
    return line - star + 1;
  }

  /** Whether the tokens before the first star match. */
  private boolean fixed(int[] text, int position, int length) {
    if (position + length > text.length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      int token = tokens.get(i);
      int c = text[position + i];
      if (token == ANY ? c == '\n' : token != c) {
        return false;
      }
    }
    return true;
  }

  /** End of the longest or shortest match that starts at {@code start}, or -1. */
  private int match(int[] text, int start, boolean longest) {
    boolean[] states = new boolean[tokens.size() + 1];
    states[0] = true;
    int found = -1;
    for (int i = start; ; i++) {
      boolean alive = false;
      for (int s = 0; s < states.length; s++) {
        if (states[s]) {
          alive = true;
          if (s < tokens.size() && tokens.get(s) == STAR) {
            states[s + 1] = true;
          }
        }
      }
      if (states[tokens.size()]) {
        found = i;
        if (!longest) {
          return found;
        }
      }
      if (!alive || i == text.length) {
        return found;
      }
      states = step(states, text[i]);
    }
  }

  private boolean[] step(boolean[] states, int c) {
    boolean[] next = new boolean[states.length];
    for (int s = 0; s < tokens.size(); s++) {
      int token = tokens.get(s);
      if (states[s] && token == STAR) {
        next[s] |= c != '\n';
      } else if (states[s] && (token == c || (token == ANY && c != '\n'))) {
        next[s + 1] = true;
      }
    }
    return next;
  }

  private static String string(int[] text, int from, int to) {
    return new String(text, from, to - from);
  }

  private static String reverse(String text) {
    return new StringBuilder(text).reverse().toString();
  }
}
