package build.stave.cli;

import build.stave.crds.job.JobExit;
import build.stave.crds.job.PodPaths;
import build.stave.job.Failures;
import build.stave.job.JobEnvironment;
import build.stave.job.JobRunner;
import build.stave.job.PodFiles;
import build.stave.problem.Category;
import build.stave.problem.Problem;
import build.stave.problem.StaveException;
import build.stave.run.Preflight;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collections;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the containers of a builder pod run; see {@code build.stave.crds.job}. It is apart from
 * {@link Main}: a pod has a job to read, and no flags.
 */
public final class PodMain {
  private static final String USAGE = "usage: job | pin | train [FOLDER that stands for /]";

  /** A class of Stave that a pod may need. */
  private static final Pattern ENGINE_CLASS =
      Pattern.compile("(build/stave/(?!cli/).*)[.]class(?<!package-info[.]class)");

  private final Work work;
  private final PodFiles files;

  /** What a container is for. */
  private enum Work {
    /** Builds. */
    JOB,
    /** Looks which commit is built. */
    PIN,
    /**
     * A job while the image of the builder is built, where no namespaces are to be had, so that
     * Java sees what it will load. The engine runs no step there.
     */
    TRAIN
  }

  private PodMain(Work work, PodFiles files) {
    this.work = work;
    this.files = files;
  }

  /** Does what the first argument says and exits with a code of {@link JobExit}. */
  public static void main(String[] arguments) throws IOException {
    Optional<Work> work = arguments.length == 0 ? Optional.empty() : work(arguments[0]);
    if (work.isEmpty() || arguments.length > 2) {
      System.err.println(USAGE);
      System.exit(JobExit.CONFIGURATION);
    }
    Path root = Path.of(arguments.length == 2 ? arguments[1] : "/").toAbsolutePath();
    System.exit(new PodMain(work.orElseThrow(), new PodFiles(root)).run());
  }

  private static Optional<Work> work(String name) {
    return switch (name) {
      case "job" -> Optional.of(Work.JOB);
      case PodPaths.PIN -> Optional.of(Work.PIN);
      case "train" -> Optional.of(Work.TRAIN);
      default -> Optional.empty();
    };
  }

  private int run() throws IOException {
    Path store = Files.createDirectories(files.at(PodPaths.STORE));
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
      var runner = new JobRunner(environment, new PlainProgress(System.out));
      switch (work) {
        case JOB -> runner.build();
        case PIN -> runner.pin();
        case TRAIN -> {
          runner.build();
          loadClasses();
        }
      }
      return JobExit.OK;
    } catch (StaveException e) {
      System.err.print(ProblemReport.of(e.problem()));
      if (e.problem().category() == Category.INTERNAL) {
        e.printStackTrace();
      }
      return JobExit.of(Failures.classOf(e.problem()));
    } catch (InterruptedException e) {
      System.err.println("ERROR: interrupted");
      return JobExit.INFRASTRUCTURE;
    } finally {
      interruption.close();
    }
  }

  /** Those that carry out steps, too: what is loaded here Java finds in its cache later. */
  private static void loadClasses() throws IOException {
    String path = PodMain.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    try (var jar = new JarFile(path)) {
      for (JarEntry entry : Collections.list(jar.entries())) {
        Matcher name = ENGINE_CLASS.matcher(entry.getName());
        if (name.matches()) {
          Class.forName(name.group(1).replace('/', '.'), false, PodMain.class.getClassLoader());
        }
      }
    } catch (ClassNotFoundException e) {
      throw new IOException(e);
    }
  }

  private Optional<Problem> isolation(Path store) {
    try {
      Optional<Problem> problem = Preflight.nested(store);
      return work == Work.TRAIN ? Optional.empty() : problem;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
