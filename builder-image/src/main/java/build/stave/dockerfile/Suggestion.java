package build.stave.dockerfile;

import build.stave.problem.Problem;
import build.stave.problem.StaveException;
import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The name that a person may have meant. */
public final class Suggestion {
  /** Names further away than this are other names (BuildKit util/suggest). */
  private static final int FARTHEST = 2;

  /** Longer words cannot be near to any name, and would only cost time. */
  private static final int LONGEST = 256;

  private Suggestion() {}

  /**
   * The end of a message: {@code (did you mean x?)} behind a blank, or nothing where no name is
   * near or the word is among the names.
   *
   * @param prefix stands before the name, such as {@code $}
   */
  public static String hint(String word, Collection<String> names, String prefix) {
    String name = nearest(word, names);
    return name == null ? "" : " (did you mean " + prefix + name + "?)";
  }

  /** A USER problem; the message names the nearest of the choices, the fix lists all of them. */
  static StaveException problem(String message, String written, Collection<String> choices) {
    Problem problem = Problem.user(message + hint(written, choices, ""));
    return (choices.isEmpty() ? problem : problem.fix("known are: " + String.join(", ", choices)))
        .exception();
  }

  /** The same for choices in upper case that may also be written in lower case. */
  static StaveException anyCase(String message, String written, Collection<String> choices) {
    boolean lower = written.equals(written.toLowerCase(Locale.ROOT));
    String hint =
        lower
            ? hint(written, choices.stream().map(c -> c.toLowerCase(Locale.ROOT)).toList(), "")
            : hint(written.toUpperCase(Locale.ROOT), choices, "");
    return Problem.user(message + hint).fix("known are: " + String.join(", ", choices)).exception();
  }

  private static @Nullable String nearest(String word, Collection<String> names) {
    String best = null;
    int distance = FARTHEST + 1;
    for (String name : names) {
      if (name.equals(word)) {
        return null;
      }
      int here = word.length() > LONGEST ? distance : distance(word, name);
      if (here < distance) {
        best = name;
        distance = here;
      }
    }
    return best;
  }

  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
