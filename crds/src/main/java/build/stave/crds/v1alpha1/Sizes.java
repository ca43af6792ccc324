package build.stave.crds.v1alpha1;

import java.util.OptionalLong;

/** Sizes as the API writes them: {@code 20Gi}, a subset of Kubernetes' quantities. */
public final class Sizes {
  /** Small enough that each is a long. */
  static final String PATTERN = "^[1-9][0-9]{0,5}([kMGT]|[KMGT]i)$";

  private static final String UNITS = "KMGT";

  private Sizes() {}

  /** How many bytes a text means, where it is a size at all. */
  public static OptionalLong find(String text) {
    return text.matches(PATTERN) ? OptionalLong.of(parse(text)) : OptionalLong.empty();
  }

  /** How many bytes a text that the schema let through means. */
  public static long parse(String text) {
    boolean binary = text.endsWith("i");
    int unit = text.length() - (binary ? 2 : 1);
    int power = UNITS.indexOf(Character.toUpperCase(text.charAt(unit))) + 1;
    return Long.parseLong(text.substring(0, unit)) * (long) Math.pow(binary ? 1024 : 1000, power);
  }
}
