package build.stave.cli;

import build.stave.engine.BuildEvent;
import build.stave.engine.BuildRequest;
import build.stave.engine.BuildResult;
import build.stave.engine.Builder;
import build.stave.engine.BuilderSettings;
import java.io.PrintStream;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code stave build}. */
@Command(
    name = "build",
    description = "Builds an image from a Dockerfile.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeOnInvalidInput = ExitCode.USAGE)
final class BuildCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "FOLDER|URL|imagebuild.yaml|-",
      arity = "0..1",
      defaultValue = ".",
      description =
          "Build context: a folder, a git or archive URL, an ImageBuild in a file, or - for an"
              + " archive or a Dockerfile on standard input (default: the current folder)")
  String what = ".";

  @Mixin BuildOptions options = new BuildOptions();

  @Override
  public Integer call() throws Exception {
    BuildRequest request = new Requests(options).read(what);
    BuilderSettings settings = new Settings(options, System.getenv()).read(request);
    if (options.plan || options.check) {
      return inspect(request, settings);
    }
    BuildResult result;
    Progress progress = Progress.of(options);
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
    Report.write(options, request, result, System.out);
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

  private int inspect(BuildRequest request, BuilderSettings settings) throws Exception {
    PrintStream out = System.out;
    BuildEvent.Listener warnings = new WarningsOnly(new PlainProgress(System.err));
    try (Builder builder = Builder.open(settings, Clock.systemUTC())) {
      if (options.plan) {
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
