package build.stave.graph;

import build.stave.dockerfile.Expander;
import build.stave.dockerfile.Expander.Expansion;
import build.stave.dockerfile.LintRule;
import build.stave.dockerfile.SourceRange;
import build.stave.dockerfile.Suggestion;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Replaces variables in the words of one instruction; all of them see the variables as they were
 * before it.
 */
final class Words {
  private final Expander expander;
  private final Map<String, String> variables;
  private final Set<String> declared;
  private final Findings findings;
  private final SourceRange range;

  Words(Expander expander, StageState state, Findings findings, SourceRange range) {
    this.expander = expander;
    this.variables = state.variables();
    this.declared = Set.copyOf(state.arguments.keySet());
    this.findings = findings;
    this.range = range;
  }

  String one(String text) {
    return used(expander.expand(text, variables::get)).word();
  }

  @Nullable String optional(@Nullable String text) {
    return text == null ? null : one(text);
  }

  List<String> each(List<String> texts) {
    return texts.stream().map(this::one).collect(Collectors.toList());
  }

  /** Split at blanks after the replacement. */
  List<String> split(String text) {
    return used(expander.expand(text, variables::get)).words();
  }

  /** The body of a heredoc: quotes are ordinary characters, the escape is always a backslash. */
  String body(String text) {
    return used(new Expander('\\', Expander.Option.SKIP_QUOTES).expand(text, variables::get))
        .word();
  }

  private Expansion used(Expansion expansion) {
    for (String name : expansion.unmatched()) {
      if (!declared.contains(name) && !StageWalk.NOT_IN_ENVIRONMENT.contains(name)) {
        findings.add(
            LintRule.UNDEFINED_VAR.at(range, name), Suggestion.hint(name, variables.keySet(), "$"));
      }
    }
    return expansion;
  }
}
