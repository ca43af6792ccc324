package build.stave.graph;

import build.stave.dockerfile.Dockerfile;
import build.stave.dockerfile.Finding;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What the lint rules noticed that need more than the text, added to those of the parser. */
final class Findings {
  private final Dockerfile dockerfile;
  private final Set<Finding> found;

  Findings(Dockerfile dockerfile) {
    this.dockerfile = dockerfile;
    this.found = new LinkedHashSet<>(dockerfile.findings());
  }

  void add(Finding finding) {
    found.addAll(dockerfile.reported(List.of(finding)));
  }

  /** Adds a finding with a hint at the end of its message. */
  void add(Finding finding, String hint) {
    add(new Finding(finding.rule(), finding.message() + hint, finding.range()));
  }

  /** All that are reported, in the order of their lines. */
  List<Finding> sorted() {
    return found.stream()
        .sorted(Comparator.comparingInt(finding -> finding.range().startLine()))
        .toList();
  }

  /**
   * Fails where {@code # check=error=true} was written and a rule is broken.
   *
   * @throws build.stave.problem.StaveException that names the rules
   */
  void enforce() {
    dockerfile.enforce(sorted());
  }
}
