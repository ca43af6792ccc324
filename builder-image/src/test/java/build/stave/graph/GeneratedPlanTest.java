package build.stave.graph;

import static org.assertj.core.api.Assertions.assertThat;

import build.stave.dockerfile.DockerfileParser;
import build.stave.oci.Digest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for the addresses of every Dockerfile, shown with random ones. */
class GeneratedPlanTest {
  private static final byte[] IMAGES =
      """
      {"base": {"os": "linux", "architecture": "amd64", "config": {"Env": ["PATH=/bin"]}}}
      """
          .getBytes(StandardCharsets.UTF_8);

  static Stream<Long> seeds() {
    return Stream.iterate(1L, seed -> seed + 1).limit(200);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void planningTwiceGivesTheSame(long seed) {
    List<String> lines = instructions(new Random(seed));
    assertThat(PlanPrinter.print(plan(lines)))
        .as("seed " + seed)
        .isEqualTo(PlanPrinter.print(plan(lines)));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void anUnusedStageAndCommentsChangeNoAddress(long seed) {
    List<String> lines = instructions(new Random(seed));
    List<String> more = new ArrayList<>(List.of("FROM unknown AS unused", "RUN false"));
    for (String line : lines) {
      more.add("# a comment");
      more.add(line.replaceFirst(" ", "   "));
    }
    assertThat(addresses(more)).as("seed " + seed).isEqualTo(addresses(lines));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aChangedInstructionChangesNothingBeforeIt(long seed) {
    Random random = new Random(seed);
    List<String> lines = instructions(random);
    int changed = 1 + random.nextInt(lines.size() - 1);
    List<String> others = new ArrayList<>(lines);
    others.set(changed, "RUN something else");
    List<Digest> before = addresses(lines);
    List<Digest> after = addresses(others);
    int step = changed - 1;
    assertThat(after.subList(0, step)).as("seed " + seed).isEqualTo(before.subList(0, step));
    assertThat(after.subList(step, after.size()))
        .as("seed " + seed)
        .doesNotContainAnyElementsOf(before.subList(step, before.size()));
  }

  private static List<Digest> addresses(List<String> lines) {
    return plan(lines).target().steps().stream().map(step -> step.header().address()).toList();
  }

  private static BuildPlan plan(List<String> lines) {
    String text = String.join("\n", lines) + "\n";
    return Planner.plan(
        new PlanRequest(
            DockerfileParser.parse("Dockerfile", text.getBytes(StandardCharsets.UTF_8)),
            null,
            Map.of(),
            PlanCase.LINUX,
            PlanCase.LINUX,
            Map.of(),
            new TreeMap<>(),
            null),
        new FixtureResolver(IMAGES, Set.of()));
  }

  private static List<String> instructions(Random random) {
    List<String> lines = new ArrayList<>(List.of("FROM base"));
    int count = 1 + random.nextInt(12);
    for (int i = 0; i < count; i++) {
      int n = random.nextInt(4);
      lines.add(
          switch (random.nextInt(8)) {
            case 0 -> "ENV A" + n + "=" + i;
            case 1 -> "ARG B" + n + "=" + i;
            case 2 -> "COPY f" + n + " /d" + i + "/";
            case 3 -> "WORKDIR /w" + i;
            case 4 -> "USER u" + i;
            case 5 -> "LABEL l" + n + "=$A" + n + i;
            case 6 -> "RUN --mount=type=cache,target=/c" + n + " make " + i;
            default -> "RUN echo $A" + n + " " + i;
          });
    }
    return lines;
  }
}
