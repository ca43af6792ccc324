package build.stave.dockerfile;

import build.stave.problem.Problem;
import build.stave.problem.StaveException;
import java.util.Collection;
import java.util.Locale;

/** Finds what a person may have meant. */
final class Suggestion {
  private static final int TOO_FAR = 3;

  private Suggestion() {}

  /** A USER problem; the message names the nearest of the choices, the fix lists all of them. */
  static StaveException problem(String message, String written, Collection<String> choices) {
    String nearest = "";
    int best = TOO_FAR;
    String wanted = written.toLowerCase(Locale.ROOT);
    // Longer words cannot be near to any choice, and would only cost time.
    boolean plausible = wanted.length() < 40;
    for (String choice : choices) {
      int distance = plausible ? distance(wanted, choice.toLowerCase(Locale.ROOT)) : TOO_FAR;
      if (distance < best) {
        best = distance;
        nearest = choice;
      }
    }
    String full = nearest.isEmpty() ? message : message + " (did you mean " + nearest + "?)";
    Problem problem = Problem.user(full);
    return (choices.isEmpty() ? problem : problem.fix("known are: " + String.join(", ", choices)))
        .exception();
  }

  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, Math.min(row[j - 1], row[j]) + 1);
      }
    }
    return row[b.length()];
  }
}
