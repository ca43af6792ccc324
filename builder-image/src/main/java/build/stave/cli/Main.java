package build.stave.cli;

import build.stave.problem.Category;
import build.stave.problem.Problem;
import build.stave.problem.StaveException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The {@code stave} command. */
@Command(
    name = "stave",
    description = "Builds container images from Dockerfiles, without privilege.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    subcommands = {BuildCommand.class, PruneCommand.class},
    exitCodeOnInvalidInput = ExitCode.USAGE,
    synopsisSubcommandLabel = "COMMAND")
public final class Main {
  private Main() {}

  /** Runs a command line and exits with its code. */
  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  static int run(String... arguments) {
    CommandLine line = new CommandLine(new Main());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setParameterExceptionHandler(Main::usage);
    line.setExecutionExceptionHandler(
        (exception, command, result) -> report(exception, command.getErr()));
    return line.execute(arguments);
  }

  private static int usage(CommandLine.ParameterException exception, String[] arguments) {
    CommandLine command = exception.getCommandLine();
    command.getErr().println("ERROR: " + exception.getMessage());
    command.getErr().println("  fix: see " + command.getCommandSpec().qualifiedName() + " --help");
    return ExitCode.USAGE;
  }

  private static int report(Exception exception, PrintWriter err) {
    if (exception instanceof StaveException stave) {
      err.print(ProblemReport.of(stave.problem()));
      err.flush();
      if (stave.problem().category() == Category.INTERNAL) {
        stave.printStackTrace(err);
      }
      return ExitCode.of(stave.problem().category());
    }
    if (exception instanceof InterruptedException) {
      err.println("ERROR: interrupted");
      return ExitCode.INTERRUPTED;
    }
    err.print(
        ProblemReport.of(
            Problem.internal("", "unexpected " + exception)
                .fix("this is a defect of Stave; please report it with the lines below")));
    exception.printStackTrace(err);
    return ExitCode.INTERNAL;
  }

  /** The version in the jar's manifest. */
  static String version() {
    String version = Main.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  /** What {@code --version} prints. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"stave " + version()};
    }
  }
}
