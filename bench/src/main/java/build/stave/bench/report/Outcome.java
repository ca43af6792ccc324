package build.stave.bench.report;

import build.stave.bench.work.Goal;
import build.stave.bench.work.Row;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** A row with everything that was measured for it. */
record Outcome(Row row, List<Sample> samples) {
  private static final String OURS = "stave";

  static List<Outcome> of(List<Row> rows, List<Measurement> measurements) {
    var outcomes = new ArrayList<Outcome>();
    for (Row row : rows) {
      List<Measurement> own =
          measurements.stream().filter(one -> one.row().equals(row.id())).toList();
      if (own.isEmpty()) {
        continue;
      }
      List<String> builders = own.stream().map(Measurement::builder).distinct().toList();
      outcomes.add(
          new Outcome(row, builders.stream().map(builder -> sample(builder, own)).toList()));
    }
    return outcomes;
  }

  private static Sample sample(String builder, List<Measurement> measurements) {
    List<Measurement> own =
        measurements.stream().filter(one -> one.builder().equals(builder)).toList();
    return new Sample(
        builder,
        own.stream().flatMap(one -> one.usage().stream()).toList(),
        own.stream().filter(one -> one.usage().isEmpty()).map(Measurement::problem).toList());
  }

  Optional<Sample> ours() {
    return samples.stream()
        .filter(sample -> sample.builder().equals(OURS) && sample.isGood())
        .findFirst();
  }

  Optional<Sample> bestPeer() {
    return samples.stream()
        .filter(sample -> !sample.builder().equals(OURS) && sample.isGood())
        .min(Comparator.comparingDouble(Sample::seconds));
  }

  /** Our median against the best peer's, or against that of our other row. */
  OptionalDouble ratio(List<Outcome> all) {
    Optional<Sample> other =
        switch (row.goal()) {
          case Goal.AgainstRow(double _, String id) ->
              all.stream()
                  .filter(outcome -> outcome.row().id().equals(id))
                  .findFirst()
                  .flatMap(Outcome::ours);
          case Goal.AgainstPeers _, Goal.Finishes _, Goal.None _ -> bestPeer();
        };
    return ours().isPresent() && other.isPresent()
        ? OptionalDouble.of(ours().get().seconds() / other.get().seconds())
        : OptionalDouble.empty();
  }

  String goal() {
    return switch (row.goal()) {
      case Goal.AgainstPeers(double ratio, double seconds) ->
          "≤ "
              + Numbers.brief(ratio)
              + " ×"
              + (Double.isInfinite(seconds) ? "" : ", < " + Numbers.brief(seconds) + " s");
      case Goal.AgainstRow(double ratio, String other) ->
          "≤ " + Numbers.brief(ratio) + " × " + other;
      case Goal.Finishes _ -> "finishes";
      case Goal.None _ -> "";
    };
  }

  /** Yes, no, or nothing if it cannot be said. */
  String met(List<Outcome> all) {
    OptionalDouble ratio = ratio(all);
    return switch (row.goal()) {
      case Goal.AgainstPeers(double most, double seconds) ->
          ratio.isEmpty()
              ? ""
              : answer(ratio.getAsDouble() <= most && ours().orElseThrow().seconds() < seconds);
      case Goal.AgainstRow(double most, String _) ->
          ratio.isEmpty() ? "" : answer(ratio.getAsDouble() <= most);
      case Goal.Finishes _ -> answer(ours().isPresent());
      case Goal.None _ -> "";
    };
  }

  private static String answer(boolean yes) {
    return yes ? "yes" : "**no**";
  }
}
