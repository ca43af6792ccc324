package build.stave.bench.work;

/** What a work is to reach. */
public sealed interface Goal {
  /** At most {@code ratio} times the best peer's time, and less than {@code seconds}. */
  record AgainstPeers(double ratio, double seconds) implements Goal {}

  /** At most {@code ratio} times the time of Stave's own row {@code other}. */
  record AgainstRow(double ratio, String other) implements Goal {}

  /** It ends well. */
  record Finishes() implements Goal {}

  /** A row that another is compared with. */
  record None() implements Goal {}

  static Goal ratio(double ratio) {
    return new AgainstPeers(ratio, Double.POSITIVE_INFINITY);
  }
}
