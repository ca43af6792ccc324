package build.stave.crds.v1alpha1;

import java.time.Duration;
import java.util.Locale;

/** Durations as the API writes them: {@code 1h30m}. */
public final class Durations {
  private Durations() {}

  /** What a text that the schema let through means. */
  public static Duration parse(String text) {
    return Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
  }
}
