package build.stave.cli;

import build.stave.crds.job.JobExit;
import build.stave.crds.job.PodPaths;
import build.stave.job.Failures;
import build.stave.job.JobEnvironment;
import build.stave.job.JobRunner;
import build.stave.job.PodFiles;
import build.stave.problem.Problem;
import build.stave.problem.StaveException;
import build.stave.run.Preflight;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the containers of a builder pod run; see {@code build.stave.crds.job}. */
abstract class JobCommand implements Callable<Integer> {
  @Spec CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--root",
      paramLabel = "FOLDER",
      defaultValue = "/",
      description = "Folder that stands for the root of the pod's file system")
  Path root = Path.of("/");

  /** {@code stave pin}. */
  @Command(
      name = "pin",
      hidden = true,
      description = "Finds out which commit a builder pod builds.",
      mixinStandardHelpOptions = true)
  static final class Pin extends JobCommand {
    @Override
    void run(JobRunner runner) throws InterruptedException {
      runner.pin();
    }
  }

  /** {@code stave job}. */
  @Command(
      name = "job",
      hidden = true,
      description = "Does the job of a builder pod.",
      mixinStandardHelpOptions = true)
  static final class Job extends JobCommand {
    @Override
    void run(JobRunner runner) throws InterruptedException {
      runner.build();
    }
  }

  /**
   * {@code stave train}: a job while the image of the builder is built, where no namespaces are to
   * be had, so that Java sees what it will load. The engine runs no step there.
   */
  @Command(name = "train", hidden = true, description = "Does a job without steps, for training.")
  static final class Train extends JobCommand {
    @Override
    void run(JobRunner runner) throws InterruptedException {
      runner.build();
    }

    @Override
    Optional<Problem> isolation(Path store) {
      super.isolation(store);
      return Optional.empty();
    }
  }

  abstract void run(JobRunner runner) throws InterruptedException;

  @Override
  public Integer call() throws IOException {
    PodFiles files = new PodFiles(root.toAbsolutePath());
    Path store = files.at(PodPaths.WORK).resolve("store");
    Files.createDirectories(store);
    var environment =
        new JobEnvironment(
            files,
            store,
            Clock.systemUTC(),
            () -> isolation(store),
            Main.version(),
            warning -> System.out.println("WARNING: " + warning));
    Interruption interruption = Interruption.ofThisThread();
    try {
      run(new JobRunner(environment, new PlainProgress(System.out)));
      return JobExit.OK;
    } catch (StaveException e) {
      Main.report(e, spec.commandLine().getErr());
      return JobExit.of(Failures.classOf(e.problem()));
    } catch (InterruptedException e) {
      System.err.println("ERROR: interrupted");
      return JobExit.INFRASTRUCTURE;
    } finally {
      interruption.close();
    }
  }

  Optional<Problem> isolation(Path store) {
    try {
      return Preflight.nested(store);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
