package build.stave.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import build.stave.cli.OutputOptions.ProgressMode;
import build.stave.layer.LayerCompression;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.commons.cli.ParseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How flags may be written, and what is said where they are not written so. */
final class LineTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "--tag agent:1",
        "--tag=agent:1",
        "-t agent:1",
        "-t=agent:1",
        "-tagent:1",
        "-qtagent:1",
        "-qt agent:1",
        "--quiet=true --tag agent:1",
        ". -t agent:1"
      })
  void aValueIsWrittenInManyWays(String line) throws ParseException {
    assertThat(Flags.of(line.split(" ", -1)).image().tags()).containsExactly("agent:1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-o type=oci,dest=a", "-otype=oci,dest=a", "--output=type=oci,dest=a"})
  void onlyTheFirstEqualsSignSeparates(String line) throws ParseException {
    assertThat(Flags.of(line.split(" ", -1)).output().outputs()).containsExactly("type=oci,dest=a");
  }

  @Test
  void valuesAreTakenAsTheyAre() throws ParseException {
    BuildOptions options =
        Flags.of("--build-arg", "A=\"b c\"", "--build-arg=\"\"", "--label=", "-f", "-");

    assertThat(options.image().buildArgs()).containsExactly("A=\"b c\"", "\"\"");
    assertThat(options.image().labels()).containsExactly("");
    assertThat(options.image().file()).isEqualTo("-");
  }

  @Test
  void repeatedFlagsKeepTheirOrder() throws ParseException {
    assertThat(Flags.of("-t", "b", "--push", "--tag", "a", "-tb").image().tags())
        .containsExactly("b", "a", "b");
  }

  @Test
  void whatIsLeftOutHasADefault() throws ParseException {
    BuildOptions options = Flags.of();

    assertThat(options.image().tags()).isEmpty();
    assertThat(options.image().target()).isNull();
    assertThat(options.output().progress()).isEqualTo(ProgressMode.AUTO);
    assertThat(options.work().compression()).isEqualTo(LayerCompression.GZIP);
    assertThat(options.work().threads()).isPositive();
    assertThat(options.work().timeout()).isEqualTo(Duration.ZERO);
    assertThat(options.store().quota()).isEqualTo("20Gi");
  }

  @Test
  void valuesHaveTypes() throws ParseException {
    BuildOptions options =
        Flags.of("--progress=Plain", "--threads", "3", "--timeout=2m", "--store=s", "--push=FALSE");

    assertThat(options.output().progress()).isEqualTo(ProgressMode.PLAIN);
    assertThat(options.output().push()).isFalse();
    assertThat(options.work().threads()).isEqualTo(3);
    assertThat(options.work().timeout()).isEqualTo(Duration.ofMinutes(2));
    assertThat(options.store().folder()).isEqualTo(Path.of("s"));
  }

  @ParameterizedTest
  @CsvSource({"-q,none", "-,-", "'',''", "--plan ctx,ctx", "-- --push,--push", "-- -q,-q"})
  void whatIsNoFlagIsTheContext(String line, String context) throws ParseException {
    assertThat(Flags.line(line.split(" ", -1)).argument("none")).isEqualTo(context);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "--no-such;unknown flag --no-such",
        "--no-such=1;unknown flag --no-such=1",
        "--tar x;unknown flag --tar",
        "-x;unknown flag -x",
        "-qx;unknown flag -qx",
        "-platform x;unknown flag -platform",
        "--target;--target needs a value: STAGE",
        "--target --push;--target needs a value: STAGE",
        "-t;--tag needs a value: NAME",
        "--target a --target b;--target is given more than once",
        "-q --quiet;--quiet is given more than once",
        "a b;unexpected argument b",
        "a -- --push;unexpected argument --push",
        "--push=yes;--push=yes: this is neither true nor false",
        "--threads x;--threads x: this is no number",
        "--progress x;--progress x: this is none of auto|plain|tty|json|quiet"
      })
  void aWrongLineIsRefused(String line, String said) {
    assertThatThrownBy(() -> Flags.of(line.split(" ", -1)))
        .isInstanceOf(ParseException.class)
        .hasMessage(said);
  }
}
