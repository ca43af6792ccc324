package build.stave.bench.report;

import static build.stave.bench.report.Numbers.fixed;

import build.stave.bench.machine.Usage;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tables in Markdown. */
final class Tables {
  private static final double MIB = 1 << 20;

  private Tables() {}

  /** Times: a line a row, a column a builder. */
  static String times(List<Outcome> outcomes, List<String> builders) {
    var lines = new StringBuilder();
    line(
        lines,
        Stream.concat(
            Stream.of("", "work"),
            Stream.concat(builders.stream(), Stream.of("ratio", "goal", "met"))));
    line(lines, Stream.generate(() -> "---").limit(builders.size() + 5L));
    for (Outcome outcome : outcomes) {
      OptionalDouble ratio = outcome.ratio(outcomes);
      Stream<String> cells =
          Stream.concat(
              Stream.of(outcome.row().id(), outcome.row().title()),
              builders.stream().map(builder -> seconds(outcome, builder)));
      Stream<String> end =
          Stream.of(
              ratio.isPresent() ? fixed(ratio.getAsDouble(), 2) : "",
              outcome.goal(),
              outcome.met(outcomes));
      line(lines, Stream.concat(cells, end));
    }
    return lines.toString();
  }

  /** What it cost: a line a row and builder. */
  static String costs(List<Outcome> outcomes) {
    var lines = new StringBuilder();
    line(
        lines,
        Stream.of(
            "", "builder", "CPU s", "peak MiB", "of it no page cache", "read MiB", "written MiB"));
    line(lines, Stream.generate(() -> "---").limit(7));
    for (Outcome outcome : outcomes) {
      for (Sample sample : outcome.samples()) {
        if (sample.isGood()) {
          line(
              lines,
              Stream.of(
                  outcome.row().id(),
                  sample.builder(),
                  fixed(sample.spread(Usage::cpuSeconds).median(), 2),
                  fixed(sample.spread(Usage::peakBytes).median() / MIB, 0),
                  fixed(sample.spread(Usage::anonymousBytes).median() / MIB, 0),
                  fixed(sample.spread(Usage::readBytes).median() / MIB, 0),
                  fixed(sample.spread(Usage::writtenBytes).median() / MIB, 0)));
        }
      }
    }
    return lines.toString();
  }

  private static String seconds(Outcome outcome, String builder) {
    Optional<Sample> sample =
        outcome.samples().stream().filter(one -> one.builder().equals(builder)).findFirst();
    if (sample.isEmpty()) {
      return "";
    }
    if (!sample.get().isGood()) {
      return "failed";
    }
    Sample.Spread spread = sample.get().spread(Usage::seconds);
    String median = fixed(spread.median(), 2) + " s";
    String range = " (" + fixed(spread.least(), 2) + "–" + fixed(spread.most(), 2) + ")";
    return sample.get().usages().size() == 1 ? median : median + range;
  }

  private static void line(StringBuilder lines, Stream<String> cells) {
    lines.append(cells.collect(Collectors.joining(" | ", "| ", " |\n")));
  }
}
