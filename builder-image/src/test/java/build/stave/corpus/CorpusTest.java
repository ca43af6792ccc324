package build.stave.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import build.stave.corpus.Corpus.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Builds every case of the corpus and compares files, configuration and history with what is
 * written beside it; then lets buildah build the same and compares that.
 *
 * <p>{@code -Dcorpus.only=copy/} runs the cases whose name contains this; {@code
 * -Dcorpus.update=true} writes down what came out, for review.
 */
@Tag("real")
class CorpusTest {
  private static final int AT_ONCE = 2;
  private static final boolean UPDATE = Boolean.getBoolean("corpus.update");
  private static @Nullable StaveBuilder builder;
  private static Path folder = Path.of("/");
  private static final ExecutorService WORKERS = Executors.newFixedThreadPool(AT_ONCE);

  @BeforeAll
  static void checkMachine() throws IOException {
    List<String> missing = Tool.missing("busybox", "umoci", "tar", "setfattr", "setcap", "crun");
    assumeTrue(missing.isEmpty(), () -> "not installed: " + missing);
    boolean root = (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0;
    assumeTrue(root, "the corpus needs root of a user namespace");
    folder = Files.createTempDirectory("corpus");
  }

  @AfterAll
  static void clean() throws IOException, InterruptedException {
    WORKERS.shutdownNow();
    if (builder != null) {
      builder.close();
    }
    if (!folder.equals(Path.of("/"))) {
      Tool.must(Path.of("/"), "rm", "-rf", folder.toString());
    }
  }

  @TestFactory
  Stream<DynamicTest> stave() throws Exception {
    Corpus corpus = Corpus.create(Files.createDirectories(folder.resolve("for-stave")));
    builder = StaveBuilder.create(folder.resolve("store"), corpus.bases());
    return tests(corpus, builder, CorpusTest::checkStave);
  }

  @TestFactory
  Stream<DynamicTest> buildah() throws Exception {
    assumeTrue(Tool.missing("buildah").isEmpty(), "not installed: buildah");
    Corpus corpus = Corpus.create(Files.createDirectories(folder.resolve("for-buildah")));
    BuildahBuilder oracle =
        BuildahBuilder.create(folder.resolve("buildah"), corpus.bases(), AT_ONCE);
    return tests(corpus, oracle, CorpusTest::checkBuildah);
  }

  /** Compares an outcome with what is written down. */
  private interface Check {
    void check(CorpusCase one, Outcome outcome) throws IOException;
  }

  /** All builds start at once, two at a time; each test waits for its own. */
  private static Stream<DynamicTest> tests(Corpus corpus, ImageBuilder builder, Check check)
      throws IOException {
    String only = System.getProperty("corpus.only", "");
    List<DynamicTest> tests = new ArrayList<>();
    for (CorpusCase one : CorpusCase.all(Corpus.FOLDER)) {
      if (one.name().contains(only)) {
        Future<Outcome> outcome = WORKERS.submit(() -> corpus.outcome(one, builder));
        tests.add(DynamicTest.dynamicTest(one.name(), () -> check.check(one, outcome.get())));
      }
    }
    return tests.stream();
  }

  private static void checkStave(CorpusCase one, Outcome outcome) throws IOException {
    switch (outcome) {
      case Outcome.Built(var listing) -> {
        if (UPDATE && !one.mustFail()) {
          Files.write(one.expected(), listing.lines());
        }
        assertThat(one.mustFail()).as("it builds, and must fail").isFalse();
        assertThat(listing.lines()).containsExactlyElementsOf(CorpusCase.lines(one.expected()));
      }
      case Outcome.Refused(var message) -> {
        assertThat(one.mustFail()).as("it must build: %s", message).isTrue();
        assertThat(message).contains(Corpus.error(one));
      }
    }
  }

  private static void checkBuildah(CorpusCase one, Outcome outcome) throws IOException {
    BuildahVerdict verdict = BuildahVerdict.parse(CorpusCase.lines(one.buildah()));
    switch (outcome) {
      case Outcome.Built(var listing) -> {
        if (one.mustFail()) {
          assertThat(verdict.builds()).as("buildah builds it; expected is a failure").isTrue();
        } else {
          assertThat(
                  BuildahVerdict.difference(
                      Corpus.expected(one).comparable(), listing.comparable()))
              .containsExactlyElementsOf(verdict.statements());
        }
      }
      case Outcome.Refused(var message) -> {
        if (!verdict.refuses(message) && !(one.mustFail() && verdict.equals(BuildahVerdict.SAME))) {
          fail("buildah refuses: " + message);
        }
      }
    }
  }
}
