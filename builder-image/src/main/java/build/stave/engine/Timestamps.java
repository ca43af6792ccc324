package build.stave.engine;

import build.stave.graph.Step;
import build.stave.problem.Problem;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The times that an image shows. They come from the input alone, so that the same input gives the
 * same digests: files made by the build get {@link #epoch()}, the configuration says {@link
 * #created()}. See docs/reproducible.md.
 *
 * @param epoch seconds since 1970 of every file that the build makes or copies from a context
 * @param created seconds since 1970 of the configuration and its history
 * @param explicit whether {@code SOURCE_DATE_EPOCH} asked for them
 */
record Timestamps(long epoch, long created, boolean explicit) {
  /** 1980-01-01T00:00:01Z: the earliest time that zip archives can hold, as buildpacks use it. */
  static final long DEFAULT_EPOCH = 315_532_801L;

  /**
   * Decides the times.
   *
   * @param buildArgs may hold {@code SOURCE_DATE_EPOCH}
   * @param commitTime of the source, where it has one
   */
  static Timestamps of(Map<String, String> buildArgs, Optional<Long> commitTime) {
    String explicit = buildArgs.get("SOURCE_DATE_EPOCH");
    if (explicit == null || explicit.isEmpty()) {
      return new Timestamps(DEFAULT_EPOCH, commitTime.orElse(DEFAULT_EPOCH), false);
    }
    try {
      long seconds = Long.parseLong(explicit);
      if (seconds >= 0) {
        return new Timestamps(seconds, seconds, true);
      }
    } catch (NumberFormatException e) {
      // Reported below, like a negative number.
    }
    throw Problem.user("SOURCE_DATE_EPOCH is \"" + explicit + "\"")
        .fix("set it to a number of seconds since 1970")
        .exception();
  }

  /**
   * The modification time from which on what a step leaves gets {@link #epoch()}: with {@code
   * SOURCE_DATE_EPOCH} all that is later (BuildKit's rewrite-timestamp), else what a RUN makes from
   * now on. Steps that copy date all that they write themselves; what is late there was given.
   */
  long newFrom(Step step, Clock clock) {
    if (explicit) {
      return epoch + 1;
    }
    return step instanceof Step.Run ? clock.instant().getEpochSecond() : Long.MAX_VALUE;
  }

  /** {@link #created()} as RFC 3339. */
  String createdText() {
    return Instant.ofEpochSecond(created).toString();
  }
}
