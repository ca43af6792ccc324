package build.stave.bench.report;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Numbers as people read them. */
final class Numbers {
  private Numbers() {}

  /** With so many digits after the point. */
  static String fixed(double value, int digits) {
    return BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_UP).toPlainString();
  }

  /** With two digits at most. */
  static String brief(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }
}
