package build.stave.cli;

import build.stave.engine.BuildEvent;
import build.stave.engine.BuildRequest;
import build.stave.engine.BuildResult;
import build.stave.engine.Builder;
import build.stave.engine.BuilderSettings;
import java.io.PrintStream;
import java.time.Clock;
import java.util.List;

/** {@code stave build}. */
final class BuildCommand implements Command {
  private static final Syntax SYNTAX =
      new Syntax(
          "stave build",
          "Builds an image from a Dockerfile.",
          List.of(
              new Syntax.Argument(
                  "FOLDER|URL|imagebuild.yaml|-",
                  "Build context: a folder, a git or archive URL, an ImageBuild in a file, or - for an"
                      + " archive or a Dockerfile on standard input (default: the current folder)")),
          BuildOptions.FLAGS);

  @Override
  public String name() {
    return "build";
  }

  @Override
  public Syntax syntax() {
    return SYNTAX;
  }

  @Override
  public int run(Line line) throws Exception {
    BuildOptions options = BuildOptions.of(line);
    BuildRequest request = new Requests(options).read(line.argument("."));
    BuilderSettings settings = new Settings(options, System.getenv()).read(request);
    if (options.work().plan() || options.work().check()) {
      return inspect(options.work().plan(), request, settings);
    }
    BuildResult result;
    Progress progress = Progress.of(options.output());
    Interruption interruption = Interruption.ofThisThread();
    try {
      result = build(request, settings, progress);
    } catch (InterruptedException e) {
      // Said here: the process ends once the interruption is closed.
      System.err.println("ERROR: interrupted");
      return ExitCode.INTERRUPTED;
    } finally {
      interruption.close();
    }
    Report.write(options.output(), request, result, System.out);
    return ExitCode.OK;
  }

  private static BuildResult build(
      BuildRequest request, BuilderSettings settings, Progress progress) throws Exception {
    try (Builder builder = Builder.open(settings, Clock.systemUTC())) {
      return builder.build(request, progress.listener());
    } finally {
      progress.close();
    }
  }

  private static int inspect(boolean plan, BuildRequest request, BuilderSettings settings)
      throws Exception {
    PrintStream out = System.out;
    BuildEvent.Listener warnings = new WarningsOnly(new PlainProgress(System.err));
    try (Builder builder = Builder.open(settings, Clock.systemUTC())) {
      if (plan) {
        out.print(builder.plan(request, warnings));
        out.flush();
        return ExitCode.OK;
      }
      int findings = builder.check(request, warnings);
      out.println(
          findings == 0
              ? "Check complete, no warnings found."
              : "Check complete, "
                  + findings
                  + (findings == 1 ? " warning found." : " warnings found."));
      return findings == 0 ? ExitCode.OK : ExitCode.USER;
    }
  }
}
