package build.stave.run;

/** Receives a step's output; never called by two threads at once. */
@FunctionalInterface
public interface StepOutput {
  /** Where a line was written to. */
  enum Channel {
    STDOUT,
    STDERR
  }

  /**
   * One line, without its end. Lines longer than {@value LineReader#MAX_LINE} bytes come in pieces;
   * bytes that are no UTF-8 come as U+FFFD.
   */
  void line(Channel channel, String text);
}
