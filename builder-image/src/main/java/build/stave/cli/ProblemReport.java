package build.stave.cli;

import build.stave.problem.Location;
import build.stave.problem.Problem;
import java.util.Locale;

/** A problem as lines for a person. */
final class ProblemReport {
  private ProblemReport() {}

  /** Such as {@code ERROR: Dockerfile:3:1: unknown instruction: FRM}, the line itself, the fix. */
  static String of(Problem problem) {
    return lines("ERROR", problem);
  }

  /** A finding, with the same shape. */
  static String warning(String rule, String message, Location location) {
    return lines("WARNING", Problem.user(rule + ": " + message).at(location));
  }

  private static String lines(String severity, Problem problem) {
    var text = new StringBuilder(severity).append(": ");
    problem.location().ifPresent(where -> text.append(where).append(": "));
    if (!problem.doing().isEmpty()) {
      text.append(problem.doing()).append(": ");
    }
    text.append(problem.message()).append('\n');
    problem.step().stream()
        .flatMap(step -> step.output().stream())
        .forEach(line -> text.append("    ").append(line).append('\n'));
    problem.location().ifPresent(where -> quote(text, where));
    problem.fix().ifPresent(fix -> text.append("  fix: ").append(fix).append('\n'));
    return text.toString();
  }

  private static void quote(StringBuilder text, Location where) {
    if (where.text().isEmpty()) {
      return;
    }
    text.append(String.format(Locale.ROOT, "%6d | %s%n", where.line(), where.text()));
    if (where.column() > 1) {
      text.append("       | ").repeat(" ", where.column() - 1).append("^\n");
    }
  }
}
