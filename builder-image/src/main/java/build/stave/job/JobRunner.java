package build.stave.job;

import build.stave.crds.job.BuildJob;
import build.stave.crds.job.PodPaths;
import build.stave.crds.v1alpha1.Git;
import build.stave.crds.v1alpha1.ImageBuildSpec;
import build.stave.crds.v1alpha1.ImageStatus;
import build.stave.crds.v1alpha1.SourceStatus;
import build.stave.engine.BuildEvent;
import build.stave.engine.BuildRequest;
import build.stave.engine.BuildResult;
import build.stave.engine.Builder;
import build.stave.engine.Output;
import build.stave.problem.Problem;
import build.stave.problem.StaveException;
import build.stave.reference.ImageReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Carries out the job of a builder pod's container, and says in its termination message how. */
public final class JobRunner {
  private static final int DATE = "2026-01-31".length();

  private final JobEnvironment environment;
  private final PodFiles files;
  private final OutcomeWriter outcome;

  /**
   * A runner of one job.
   *
   * @param listener hears of the progress
   */
  public JobRunner(JobEnvironment environment, BuildEvent.Listener listener) {
    this.environment = environment;
    this.files = environment.files();
    this.outcome = new OutcomeWriter(files.at(PodPaths.TERMINATION_MESSAGE), listener);
  }

  /** A part of the work. */
  private interface Work {
    /** Does it. */
    void on(BuildJob job) throws Exception;
  }

  /**
   * Finds out which commit is built, and writes it to {@link PodPaths#COMMIT_FILE}.
   *
   * @throws StaveException where it fails; the termination message has been written then
   * @throws InterruptedException where the thread is interrupted
   */
  public void pin() throws InterruptedException {
    run(
        job -> {
          Git git = job.build().source().git();
          if (git != null) {
            SourceStatus source = commits(job, git).pinned();
            Path file = files.at(PodPaths.COMMIT_FILE);
            Files.writeString(file, source.commit() + "\n");
            outcome.source(source);
          }
        });
  }

  /**
   * Builds the image and pushes it.
   *
   * @throws StaveException where it fails; the termination message has been written then
   * @throws InterruptedException where the thread is interrupted; nothing is pushed afterwards
   */
  public void build() throws InterruptedException {
    run(this::build);
  }

  private void run(Work work) throws InterruptedException {
    Optional<ImageBuildSpec> spec = Optional.empty();
    StaveException failure;
    try {
      BuildJob job = files.job();
      spec = Optional.of(job.build());
      work.on(job);
      return;
    } catch (InterruptedException e) {
      throw e;
    } catch (StaveException e) {
      failure = e;
    } catch (Exception e) {
      failure =
          Problem.internal("", "unexpected " + e)
              .fix("this is a defect of Stave; please report it with the log of the pod")
              .exception(e);
    }
    outcome.failed(Failures.of(failure.problem(), spec));
    throw failure;
  }

  private void build(BuildJob job) throws Exception {
    Optional<Problem> missing = environment.isolation().get();
    if (missing.isPresent()) {
      throw missing.get().exception();
    }
    outcome.isolation(job.build().isolation());
    Git git = job.build().source().git();
    Optional<Commits> commits = git == null ? Optional.empty() : Optional.of(commits(job, git));
    Optional<String> commit = Optional.empty();
    if (commits.isPresent()) {
      SourceStatus source = commits.get().pinned();
      outcome.source(source);
      commit = Optional.ofNullable(source.commit());
    }
    List<ImageReference> names =
        new Tags(
                commit,
                () -> commits.flatMap(Commits::branch),
                job.created().substring(0, DATE),
                Optional.ofNullable(job.number()))
            .names(job.build().output().image(), job.build().output().tags());
    try (var objects = new MountedObjects(files)) {
      BuildRequest request =
          new SpecReader(job.name(), job.build(), objects)
              .request(commit.orElse(null), names, List.of(new Output.Registry(names)));
      outcome.succeeded(status(names, built(job, request)));
    }
  }

  private BuildResult built(BuildJob job, BuildRequest request) throws Exception {
    var settings = new JobSettings(files, job, environment).builder(request);
    try (Builder builder = Builder.open(settings, environment.clock())) {
      return builder.build(request, outcome);
    }
  }

  private Commits commits(BuildJob job, Git git) {
    return new Commits(job, git, new JobSettings(files, job, environment), environment);
  }

  private static ImageStatus status(List<ImageReference> names, BuildResult result) {
    return new ImageStatus(
        names.getFirst().name(),
        result.image().digest().toString(),
        names.stream().map(ImageReference::tagOrLatest).toList(),
        result.size(),
        result.layers());
  }
}
