package build.stave.operator.git;

import java.time.Duration;
import java.time.Instant;

/**
 * When a source is looked at again: after the interval, give or take a tenth, so that many that
 * began together spread; later and later while looks fail. The same input gives the same time.
 *
 * @param interval between two looks
 * @param seed what tells this source from others
 */
public record LookSchedule(Duration interval, String seed) {
  private static final int MAX_DOUBLINGS = 4;
  private static final Duration ENOUGH = Duration.ofHours(1);
  private static final int JITTER_PERCENT = 10;
  private static final long STEPS = 2001;

  /**
   * The time of the next look.
   *
   * @param last when the last ended
   * @param failures how many in a row have failed
   */
  public Instant next(Instant last, int failures) {
    Duration pause = pause(failures);
    long percent = Math.floorMod(mixed(last), STEPS) - STEPS / 2;
    return last.plus(pause).plus(pause.multipliedBy(percent * JITTER_PERCENT).dividedBy(100_000));
  }

  /** The latest time that {@link #next} could give now: what lies behind it was set otherwise. */
  public Instant latest(Instant now, int failures) {
    Duration pause = pause(failures);
    return now.plus(pause).plus(pause.multipliedBy(JITTER_PERCENT).dividedBy(100));
  }

  private Duration pause(int failures) {
    Duration longest = interval.compareTo(ENOUGH) > 0 ? interval : ENOUGH;
    Duration pause = interval.multipliedBy(1L << Math.min(failures, MAX_DOUBLINGS));
    return pause.compareTo(longest) > 0 ? longest : pause;
  }

  /** Spreads neighbouring seconds and names over all values. */
  private long mixed(Instant last) {
    long mixed = (31L * seed.hashCode() + last.getEpochSecond()) * 0x9E3779B97F4A7C15L;
    return mixed >>> 33;
  }
}
