package build.stave.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import build.stave.cache.CacheSettings;
import build.stave.oci.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Every case of the corpus has the same digest with a cache as without, and its second build
 * carries no step out. So has the case with one step more, which writes down all that a step can
 * see of the files below it: once on the directories that the first build left, once on its layers
 * unpacked.
 *
 * <p>{@code -Dcorpus.only=copy/} runs the cases whose name contains this.
 */
@Tag("real")
final class CachedCorpusTest {
  private static final String WITNESS =
      """

      USER 0
      SHELL ["/busybox", "sh", "-c"]
      RUN --mount=type=bind,from=busybox,source=/bin/busybox,target=/busybox <<EOF
      seen() {
        /busybox find / -xdev -path /proc -prune -o -path /dev -prune -o -path /sys -prune -o \\
          ! -path / ! -path /busybox ! -path /.witness ! -path /etc ! -path /etc/hosts ! -path /etc/resolv.conf "$@"
      }
      {
        seen -type d -exec /busybox stat -c '%N %a %u %g %Y' '{}' +
        seen ! -type d -exec /busybox stat -c '%N %F %a %u %g %h %s %Y' '{}' +
        seen -type f -exec /busybox md5sum '{}' +
      } | /busybox sort > /.witness
      EOF
      """;

  /** Finds what {@link CacheSettings#STORE} left, and leaves nothing. */
  private static final CacheSettings READ_ONLY =
      new CacheSettings(null, List.of(), false, null, List.of("default"), false);

  private static Path folder = Path.of("/");
  private static @Nullable StaveBuilder builder;

  @BeforeAll
  static void checkMachine() throws IOException {
    List<String> missing = Tool.missing("busybox", "tar", "setfattr", "setcap", "crun");
    assumeTrue(missing.isEmpty(), () -> "not installed: " + missing);
    boolean root = (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0;
    assumeTrue(root, "the corpus needs root of a user namespace");
    folder = Files.createTempDirectory("cached-corpus");
  }

  @AfterAll
  static void clean() throws IOException, InterruptedException {
    if (builder != null) {
      builder.close();
    }
    if (!folder.equals(Path.of("/"))) {
      Tool.must(Path.of("/"), "rm", "-rf", folder.toString());
    }
  }

  @TestFactory
  Stream<DynamicTest> cases() throws Exception {
    Corpus corpus = Corpus.create(folder.resolve("corpus"));
    Path store = folder.resolve("store");
    builder = StaveBuilder.create(store, corpus.bases());
    List<Prepared> cases = new ArrayList<>();
    for (CorpusCase one : CorpusCase.all(Corpus.FOLDER)) {
      if (!one.mustFail() && one.name().contains(System.getProperty("corpus.only", ""))) {
        cases.add(new Prepared(one, folder.resolve("case-" + cases.size()), builder));
      }
    }
    assertThat(cases).isNotEmpty();
    Map<Prepared, Digest> witnessed = new HashMap<>();
    return Stream.of(
            cases.stream()
                .map(
                    one ->
                        DynamicTest.dynamicTest(
                            one.one().name(), () -> witnessed.put(one, asLeft(one)))),
            Stream.of(
                DynamicTest.dynamicTest(
                    "the unpacked layers are removed",
                    () -> Tool.must(folder, "sh", "-euc", "rm -rf store/layers/*"))),
            cases.stream()
                .map(
                    one ->
                        DynamicTest.dynamicTest(
                            one.one().name() + " unpacked",
                            () ->
                                assertThat(one.build(READ_ONLY, new StepLog()))
                                    .isEqualTo(witnessed.get(one)))))
        .flatMap(tests -> tests);
  }

  /** A case and where it is prepared. */
  private record Prepared(CorpusCase one, Path folder, StaveBuilder builder) {
    Digest build(CacheSettings cache, StepLog log) throws Exception {
      return builder
          .build(folder, one.flags(folder), folder.resolve("layout"), cache, log)
          .image()
          .digest();
    }
  }

  /** The digest of the case with the step that looks at it. */
  private static Digest asLeft(Prepared prepared) throws Exception {
    prepared.one().prepare(Files.createDirectories(prepared.folder()));
    Digest cold = prepared.build(CacheSettings.NONE, new StepLog());
    assertThat(prepared.build(CacheSettings.STORE, new StepLog())).isEqualTo(cold);
    var log = new StepLog();
    assertThat(prepared.build(CacheSettings.STORE, log)).isEqualTo(cold);
    assertThat(log.carriedOut()).isEmpty();

    Path dockerfile = prepared.folder().resolve("Dockerfile");
    Files.writeString(dockerfile, WITNESS, StandardOpenOption.APPEND);
    Digest witnessed = prepared.build(CacheSettings.NONE, new StepLog());
    assertThat(prepared.build(READ_ONLY, new StepLog())).isEqualTo(witnessed);
    return witnessed;
  }
}
