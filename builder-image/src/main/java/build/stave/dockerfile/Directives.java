package build.stave.dockerfile;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the comments at the top of a Dockerfile ask for (Dockerfile reference, "Parser directives").
 *
 * @param syntax front end named by {@code # syntax=}; null where none
 * @param escape escape character, a backslash or a backtick
 * @param skippedChecks rule names of {@code # check=skip=}; {@code all} for every rule
 * @param checkErrors {@code # check=error=true}: a finding fails the build
 * @param experimentalChecks rule names of {@code # check=experimental=}; {@code all} for every one
 */
public record Directives(
    @Nullable String syntax,
    char escape,
    Set<String> skippedChecks,
    boolean checkErrors,
    Set<String> experimentalChecks) {
  public Directives {
    skippedChecks = Set.copyOf(skippedChecks);
    experimentalChecks = Set.copyOf(experimentalChecks);
  }

  boolean reports(LintRule rule) {
    return !names(skippedChecks, rule) && (!rule.experimental() || names(experimentalChecks, rule));
  }

  static boolean names(Set<String> checks, LintRule rule) {
    return checks.contains("all") || checks.contains(rule.title());
  }
}
