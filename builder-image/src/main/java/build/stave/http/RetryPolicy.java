package build.stave.http;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * When a failed attempt is repeated: exponential back-off from a second, or what the server asks.
 *
 * @param retries attempts after the first
 * @param clock to tell how far away a date in Retry-After is
 * @param sleeper waits
 */
public record RetryPolicy(int retries, Clock clock, Sleeper sleeper) {
  /** Answers that may be different a little later. 499 and 522 come from proxies. */
  private static final Set<Integer> PASSING = Set.of(408, 429, 499, 500, 502, 503, 504, 522);

  private static final Duration FIRST = Duration.ofSeconds(1);

  /** A server that asks for more patience is reported instead of waited for. */
  private static final Duration LONGEST = Duration.ofMinutes(2);

  /** Whether the status tells of a failure that may pass by itself. */
  public static boolean isPassing(int status) {
    return PASSING.contains(status);
  }

  /** How long to wait after attempt number {@code attempt} (from 0); empty to give up. */
  Optional<Duration> delay(int attempt, Headers headers) {
    if (attempt >= retries) {
      return Optional.empty();
    }
    Optional<Duration> asked = headers.first("Retry-After").flatMap(this::retryAfter);
    return asked.isPresent()
        ? asked.filter(wait -> wait.compareTo(LONGEST) <= 0)
        : Optional.of(backOff(attempt));
  }

  /** Waits before attempt number {@code attempt + 1}; false where no attempt is left. */
  public boolean pause(int attempt) throws InterruptedException {
    return pause(attempt, Headers.NONE);
  }

  boolean pause(int attempt, Headers headers) throws InterruptedException {
    Optional<Duration> delay = delay(attempt, headers);
    if (delay.isPresent()) {
      sleeper.sleep(delay.get());
    }
    return delay.isPresent();
  }

  /**
   * Up to a quarter more at random, so that builders that failed together do not return together.
   */
  private static Duration backOff(int attempt) {
    long millis = FIRST.toMillis() << attempt;
    return Duration.ofMillis(millis + ThreadLocalRandom.current().nextLong(millis / 4 + 1));
  }

  private Optional<Duration> retryAfter(String value) {
    if (value.matches("[0-9]{1,9}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
    }
    try {
      var date = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration wait = Duration.between(clock.instant(), date);
      return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
