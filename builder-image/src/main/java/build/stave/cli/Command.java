package build.stave.cli;

/** A command of {@code stave}. */
interface Command {
  /** The name that is written after {@code stave}. */
  String name();

  /** What may be written after the name. */
  Syntax syntax();

  /**
   * Carries the command out.
   *
   * @return one of {@link ExitCode}
   * @throws org.apache.commons.cli.ParseException where a flag's value is none
   */
  int run(Line line) throws Exception;
}
