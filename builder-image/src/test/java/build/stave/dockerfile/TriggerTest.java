package build.stave.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import build.stave.problem.StaveException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TriggerTest {
  private static final SourceRange FROM = new SourceRange(7, 7);

  @Test
  void takesTheHeredocsAndTheRangeOfItsFrom() {
    Instruction trigger = DockerfileParser.parseTrigger("RUN <<A\n\tb\nA", FROM, '\\');
    assertThat(trigger).isInstanceOf(Instruction.Run.class);
    Instruction.Run run = (Instruction.Run) trigger;
    assertThat(run.range()).isEqualTo(FROM);
    assertThat(run.command()).isEqualTo(new Command.Shell("<<A"));
    assertThat(run.heredocs()).containsExactly(new Heredoc("A", "\tb\n", true, false, 0));
  }

  @Test
  void continuesWithTheEscapeOfItsDockerfile() {
    Instruction trigger = DockerfileParser.parseTrigger("RUN a `\nb\\", FROM, '`');
    assertThat(((Instruction.Run) trigger).command()).isEqualTo(new Command.Shell("a b\\"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"FROM a", "MAINTAINER a", "ONBUILD RUN a", "RUN a\nRUN b", "", "RNU a"})
  void refusesWhatCannotBeOne(String text) {
    StaveException thrown =
        catchThrowableOfType(
            StaveException.class, () -> DockerfileParser.parseTrigger(text, FROM, '\\'));
    assertThat(thrown).isNotNull();
    assertThat(thrown.problem().location()).isEmpty();
  }
}
