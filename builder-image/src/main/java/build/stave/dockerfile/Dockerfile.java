package build.stave.dockerfile;

import build.stave.problem.Location;
import build.stave.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A parsed Dockerfile.
 *
 * @param fileName as the person knows it
 * @param lines without line ends and byte order mark
 * @param globalArgs the ARGs before the first FROM
 * @param stages at least one
 * @param findings of the lint rules that need nothing but the text, already without skipped ones
 * @param skippedChecks rules skipped by a comment above an instruction, by its first line
 */
public record Dockerfile(
    String fileName,
    List<String> lines,
    Directives directives,
    List<Instruction.Arg> globalArgs,
    List<Stage> stages,
    List<Finding> findings,
    Map<Integer, Set<String>> skippedChecks) {
  public Dockerfile {
    lines = List.copyOf(lines);
    globalArgs = List.copyOf(globalArgs);
    stages = List.copyOf(stages);
    findings = List.copyOf(findings);
    skippedChecks = Map.copyOf(skippedChecks);
  }

  /**
   * A FROM and what follows it.
   *
   * @param index from 0
   */
  public record Stage(int index, Instruction.From from, List<Instruction> instructions) {
    public Stage {
      instructions = List.copyOf(instructions);
    }
  }

  /** Where the range begins: its first line, at the first character that is not blank. */
  public Location location(SourceRange range) {
    return new SourceText(fileName, lines, List.of()).location(range.startLine());
  }

  /**
   * Where a word stands in a range, such as an argument that is at fault; the range's begin where
   * the text does not hold it.
   */
  public Location location(SourceRange range, String word) {
    return new SourceText(fileName, lines, List.of()).location(range, word);
  }

  /** Those findings that the check directives and comments do not skip. */
  public List<Finding> reported(List<Finding> found) {
    return found.stream().filter(this::reports).toList();
  }

  private boolean reports(Finding finding) {
    Set<String> here = skippedChecks.getOrDefault(finding.range().startLine(), Set.of());
    return directives.reports(finding.rule()) && !Directives.names(here, finding.rule());
  }

  /**
   * Fails where there are findings and {@code # check=error=true} says that they are errors.
   *
   * @param reported all findings of the build, after {@link #reported}
   */
  public void enforce(List<Finding> reported) {
    if (!directives.checkErrors() || reported.isEmpty()) {
      return;
    }
    String rules =
        reported.stream()
            .map(f -> f.rule().title())
            .distinct()
            .sorted()
            .collect(Collectors.joining(", "));
    throw Problem.user("lint violation found for rules: " + rules)
        .at(location(reported.getFirst().range()))
        .fix(reported.getFirst().message() + "; or skip it: # check=skip=" + rules.replace(" ", ""))
        .exception();
  }
}
