package build.stave.bench.report;

import build.stave.bench.machine.Usage;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What a builder needed for one row, over all rounds. */
record Sample(String builder, List<Usage> usages, List<String> problems) {
  Sample {
    usages = List.copyOf(usages);
    problems = List.copyOf(problems);
  }

  /** Median, least and most of one of the numbers. */
  record Spread(double median, double least, double most) {}

  boolean isGood() {
    return problems.isEmpty() && !usages.isEmpty();
  }

  double seconds() {
    return spread(Usage::seconds).median();
  }

  Spread spread(ToDoubleFunction<Usage> number) {
    double[] sorted = usages.stream().mapToDouble(number).toArray();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Spread(median, sorted[0], sorted[sorted.length - 1]);
  }
}
