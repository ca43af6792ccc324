package build.stave.dockerfile;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes such as {@code 64m}, {@code 1.5 GiB}: units are powers of 1024 whatever their spelling. */
final class ByteSize {
  private static final Pattern FORM =
      Pattern.compile("(\\d{1,18}(?:\\.\\d{1,18})?) ?([kmgtp]?)(?:i?b)?");

  private ByteSize() {}

  static OptionalLong parse(String text) {
    Matcher matcher = FORM.matcher(text.toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      return OptionalLong.empty();
    }
    int power = matcher.group(2).isEmpty() ? 0 : "kmgtp".indexOf(matcher.group(2)) + 1;
    BigDecimal bytes =
        new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(1L << (10 * power)));
    return bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0
        ? OptionalLong.empty()
        : OptionalLong.of(bytes.longValue());
  }
}
