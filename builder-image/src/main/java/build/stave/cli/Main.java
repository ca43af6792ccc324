package build.stave.cli;

import build.stave.problem.Category;
import build.stave.problem.Problem;
import build.stave.problem.StaveException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.cli.ParseException;

/** The {@code stave} command. */
public final class Main {
  private static final int DEFAULT_WIDTH = 80;
  private static final List<Command> COMMANDS = List.of(new BuildCommand(), new PruneCommand());
  private static final Syntax SYNTAX =
      new Syntax(
          "stave",
          "Builds container images from Dockerfiles, without privilege.",
          List.of(),
          Flag.STANDARD);

  private Main() {}

  /** Runs a command line and exits with its code. */
  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  static int run(String... arguments) {
    String first = arguments.length == 0 ? "" : arguments[0];
    for (Command command : COMMANDS) {
      if (command.name().equals(first)) {
        return run(command, Arrays.asList(arguments).subList(1, arguments.length));
      }
    }
    return switch (first) {
      case "-h", "--help" -> print(help().of(SYNTAX, COMMANDS));
      case "-V", "--version" -> print(versionLine());
      case "" -> usage(SYNTAX, "a command is missing");
      default ->
          usage(
              SYNTAX, first.startsWith("-") ? "unknown flag " + first : "unknown command " + first);
    };
  }

  private static int run(Command command, List<String> arguments) {
    Syntax syntax = command.syntax();
    try {
      if (wantsHelp(arguments)) {
        return print(help().of(syntax));
      }
      Line line = Line.parse(syntax, arguments);
      if (line.has(Flag.HELP)) {
        return print(help().of(syntax));
      }
      return line.has(Flag.VERSION) ? print(versionLine()) : command.run(line);
    } catch (ParseException e) {
      return usage(syntax, String.valueOf(e.getMessage()));
    } catch (Exception e) {
      return report(e, System.err);
    }
  }

  /** Whether help is asked for, whatever else may be wrong. */
  private static boolean wantsHelp(List<String> arguments) {
    int end = arguments.indexOf("--");
    List<String> flags = end < 0 ? arguments : arguments.subList(0, end);
    return flags.contains("--help") || flags.contains("-h");
  }

  private static Help help() {
    return new Help(Terminal.width(DEFAULT_WIDTH));
  }

  private static String versionLine() {
    return "stave " + version() + "\n";
  }

  private static int print(String text) {
    System.out.print(text);
    System.out.flush();
    return ExitCode.OK;
  }

  private static int usage(Syntax syntax, String message) {
    System.err.print(
        ProblemReport.of(Problem.user(message).fix("see " + syntax.name() + " --help")));
    return ExitCode.USAGE;
  }

  private static int report(Exception exception, PrintStream err) {
    if (exception instanceof StaveException stave) {
      err.print(ProblemReport.of(stave.problem()));
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
}
