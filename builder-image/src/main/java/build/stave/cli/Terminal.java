package build.stave.cli;

/** The terminal, as the environment describes it. */
final class Terminal {
  private static final int NARROWEST = 40;

  private Terminal() {}

  /** Whether progress is seen on one. */
  static boolean shown() {
    return "1".equals(System.getenv("STAVE_TERMINAL"));
  }

  /** Columns of a line. */
  static int width(int fallback) {
    try {
      return Math.max(NARROWEST, Integer.parseInt(System.getenv().getOrDefault("COLUMNS", "")));
    } catch (NumberFormatException e) {
      return fallback;
    }
  }
}
