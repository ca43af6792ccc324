package build.stave.graph;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** The name that a person may have meant. */
final class Suggestion {
  /** Names further away than this are other names (BuildKit util/suggest). */
  private static final int FARTHEST = 2;

  private Suggestion() {}

  /** The nearest of the names, or null where none is near; also null where it is among them. */
  static @Nullable String of(String word, Collection<String> names) {
    String best = null;
    int distance = FARTHEST + 1;
    for (String name : names) {
      if (name.equals(word)) {
        return null;
      }
      int here = distance(word, name);
      if (here < distance) {
        best = name;
        distance = here;
      }
    }
    return best;
  }

  /** {@code (did you mean x?)} or nothing. */
  static String hint(String word, Collection<String> names, String prefix) {
    String name = of(word, names);
    return name == null ? "" : " (did you mean " + prefix + name + "?)";
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
