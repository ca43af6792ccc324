package build.stave.dockerfile;

import build.stave.problem.Problem;
import java.math.BigDecimal;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations such as {@code 1m30s} and {@code 1.5h} (Go time.ParseDuration). */
final class GoDuration {
  private static final Pattern PART =
      Pattern.compile("([0-9]{1,20}(?:\\.[0-9]{0,20})?|\\.[0-9]{1,20})([^0-9.]*)");
  private static final Map<String, Long> UNITS =
      Map.of(
          "ns", 1L,
          "us", 1_000L,
          "µs", 1_000L,
          "μs", 1_000L,
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "m", 60_000_000_000L,
          "h", 3_600_000_000_000L);

  private GoDuration() {}

  static long nanoseconds(String text) {
    boolean negative = text.startsWith("-");
    String rest = negative || text.startsWith("+") ? text.substring(1) : text;
    if (rest.equals("0")) {
      return 0;
    }
    Matcher part = PART.matcher(rest);
    BigDecimal sum = BigDecimal.ZERO;
    int end = 0;
    while (end < rest.length() && part.find(end) && part.start() == end) {
      if (part.group(2).isEmpty()) {
        throw invalid("missing unit in duration " + Quoted.of(text));
      }
      Long unit = UNITS.get(part.group(2));
      if (unit == null) {
        throw invalid(
            "unknown unit %s in duration %s".formatted(Quoted.of(part.group(2)), Quoted.of(text)));
      }
      sum = sum.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(unit)));
      end = part.end();
    }
    if (end == 0 || end < rest.length() || sum.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
      throw invalid("invalid duration " + Quoted.of(text));
    }
    return negative ? -sum.longValue() : sum.longValue();
  }

  private static RuntimeException invalid(String message) {
    return Problem.user("time: " + message)
        .fix("write a number with a unit, such as 500ms, 30s, 1m30s or 2h")
        .exception();
  }
}
