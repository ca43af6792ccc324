package build.stave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import build.stave.problem.Location;
import build.stave.problem.Problem;
import org.junit.jupiter.api.Test;

final class ProblemReportTest {
  @Test
  void showsWhereWhatTheLineAndTheFix() {
    Problem problem =
        Problem.user("unknown instruction: FRM")
            .at(new Location("Dockerfile", 3, 5, "    FRM alpine"))
            .fix("did you mean FROM?");

    assertThat(ProblemReport.of(problem))
        .isEqualTo(
            """
            ERROR: Dockerfile:3:5: unknown instruction: FRM
                 3 |     FRM alpine
                   |     ^
              fix: did you mean FROM?
            """);
  }

  @Test
  void aWholeLineHasNoCaret() {
    Problem problem = Problem.user("no").at(new Location("Dockerfile", 12, 0, "COPY a b"));

    assertThat(ProblemReport.of(problem))
        .isEqualTo(
            """
            ERROR: Dockerfile:12: no
                12 | COPY a b
            """);
  }

  @Test
  void saysWhatWasBeingDone() {
    assertThat(ProblemReport.of(Problem.remote("pull alpine:3.20", "not found")))
        .isEqualTo("ERROR: pull alpine:3.20: not found\n");
  }

  @Test
  void aFindingHasTheSameShape() {
    assertThat(
            ProblemReport.warning(
                "StageNameCasing",
                "use lower case",
                new Location("Dockerfile", 1, 0, "FROM a AS B")))
        .isEqualTo(
            """
            WARNING: Dockerfile:1: StageNameCasing: use lower case
                 1 | FROM a AS B
            """);
  }
}
