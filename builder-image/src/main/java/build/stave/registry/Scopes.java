package build.stave.registry;

import java.util.Arrays;
import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a request needs to be allowed.
 *
 * @param values such as {@code repository:team/shop:pull,push}
 */
record Scopes(SortedSet<String> values) {
  Scopes {
    values = Collections.unmodifiableSortedSet(new TreeSet<>(values));
  }

  static Scopes pull(String repository) {
    return new Scopes(new TreeSet<>(Set.of("repository:" + repository + ":pull")));
  }

  static Scopes push(String repository) {
    return new Scopes(new TreeSet<>(Set.of("repository:" + repository + ":pull,push")));
  }

  Scopes and(Scopes others) {
    var union = new TreeSet<>(values);
    union.addAll(others.values);
    return new Scopes(union);
  }

  /** With what the challenge names, unless it is within what is asked for anyway. */
  Scopes andChallenged(String scope) {
    var union = new TreeSet<>(values);
    Arrays.stream(scope.split(" "))
        .filter(s -> !s.isEmpty() && values.stream().noneMatch(v -> covers(v, s)))
        .forEach(union::add);
    return new Scopes(union);
  }

  private static boolean covers(String wide, String narrow) {
    int actions = narrow.lastIndexOf(':') + 1;
    return wide.startsWith(narrow.substring(0, actions))
        && Arrays.asList(wide.substring(actions).split(","))
            .containsAll(Arrays.asList(narrow.substring(actions).split(",")));
  }
}
