package build.stave.dockerfile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import build.stave.problem.StaveException;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** No text may make the front end throw anything but its own exception, or run on and on. */
class FrontEndFuzzTest {
  private static final String[] PIECES = {
    "FROM a",
    "FROM --platform=$P a AS b",
    "RUN ",
    "COPY ",
    "ADD ",
    "ENV ",
    "ARG ",
    "LABEL ",
    "HEALTHCHECK ",
    "--interval=1m ",
    "CMD ",
    "[\"a\"]",
    "[",
    "]",
    "ONBUILD ",
    "SHELL ",
    "EXPOSE ",
    "VOLUME ",
    "<<EOF",
    "<<-'E F'",
    "\nEOF\n",
    "--mount=type=cache,target=/a ",
    "--mount=",
    "size=1g",
    ",",
    "${a",
    ":-",
    ":?",
    "}",
    "#",
    "##",
    "%",
    "//",
    "/",
    "*",
    "?",
    "\\",
    "`",
    "'",
    "\"",
    "$",
    "\n",
    "\r\n",
    " ",
    "\t",
    "=",
    "a",
    "é",
    "😀",
    "\0",
    "# escape=`\n",
    "# check=skip=all\n",
    "--",
    "1<<"
  };

  @Test
  void shortRun() {
    run(Duration.ofSeconds(2), 20_261_121L);
  }

  @Test
  @Tag("fuzz")
  void longRun() {
    long seed = Long.getLong("stave.fuzz.seed", System.nanoTime());
    System.out.println("seed " + seed);
    run(Duration.ofMinutes(Long.getLong("stave.fuzz.minutes", 10)), seed);
  }

  private static void run(Duration length, long seed) {
    Random random = new Random(seed);
    long end = System.nanoTime() + length.toNanos();
    long slowest = 0;
    for (int round = 0; System.nanoTime() < end; round++) {
      StringBuilder text = new StringBuilder(random.nextBoolean() ? "FROM a\n" : "");
      for (int i = random.nextInt(40); i >= 0; i--) {
        text.append(PIECES[random.nextInt(PIECES.length)]);
      }
      long start = System.nanoTime();
      try {
        DockerfileParser.parse("Dockerfile", text.toString().getBytes(UTF_8));
      } catch (StaveException e) {
        assertThat(e.problem().location()).isPresent();
      } catch (RuntimeException | StackOverflowError e) {
        fail("seed " + seed + ", round " + round + ": " + text, e);
      }
      try {
        new Expander('\\').words(text.toString(), name -> name.equals("a") ? "x/y*z" : null);
      } catch (StaveException e) {
        assertThat(e.getMessage()).startsWith("failed to process");
      } catch (RuntimeException | StackOverflowError e) {
        fail("seed " + seed + ", round " + round + ": " + text, e);
      }
      slowest = Math.max(slowest, System.nanoTime() - start);
    }
    assertThat(Duration.ofNanos(slowest)).as("seed " + seed).isLessThan(Duration.ofSeconds(2));
  }
}
