package build.stave.engine;

import build.stave.dockerfile.Dockerfile;
import build.stave.dockerfile.DockerfileParser;
import build.stave.dockerfile.Finding;
import build.stave.graph.BuildPlan;
import build.stave.graph.PlanRequest;
import build.stave.graph.PlannedStage;
import build.stave.graph.Planner;
import build.stave.graph.Step;
import build.stave.layer.LayerWriter;
import build.stave.problem.Problem;
import build.stave.problem.Reason;
import build.stave.problem.StaveException;
import build.stave.run.CacheMounts;
import build.stave.run.Preflight;
import build.stave.snapshot.Build;
import build.stave.source.Downloads;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** One build from its request to its outputs. */
final class BuildSession implements AutoCloseable {
  private final BuilderParts parts;
  private final BuildRequest request;
  private final Vertices vertices;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Build work;
  private final Contexts contexts;
  private final Images images;

  /**
   * A plan and what it was made from.
   *
   * @param dockerfile parsed
   * @param times that the image shows
   */
  record Planned(BuildPlan plan, Dockerfile dockerfile, Timestamps times) {}

  BuildSession(BuilderParts parts, BuildRequest request, BuildEvent.Listener listener)
      throws IOException {
    this.parts = parts;
    this.request = request;
    vertices = new Vertices(listener, parts.clock());
    work = parts.store().newBuild();
    contexts =
        new Contexts(parts.sources(), new Artifacts(parts.registry()), work.folder(), vertices);
    images = new Images(parts.registry(), parts.store(), vertices, threads, work.folder());
  }

  /** Reads the Dockerfile and plans the build; lint findings go to the listener. */
  Planned plan() throws Exception {
    try {
      return planned();
    } catch (StaveException e) {
      throw e.problem().orBecause(Reason.DOCKERFILE_INVALID).exception(e);
    }
  }

  private Planned planned() throws Exception {
    Read read = read();
    BuildPlan plan = Planner.plan(read.request(), new PlanResolver(images, contexts));
    warn(read.dockerfile(), plan.findings());
    plan.warnings().forEach(vertices::say);
    return new Planned(plan, read.dockerfile(), read.times());
  }

  /** Reads the Dockerfile and looks for what is wrong or unwise in it; no file is read. */
  int check() throws Exception {
    Read read = read();
    List<Finding> findings = Planner.check(read.request(), new PlanResolver(images, contexts));
    warn(read.dockerfile(), findings);
    return findings.size();
  }

  private record Read(Dockerfile dockerfile, Timestamps times, PlanRequest request) {}

  private Read read() throws Exception {
    Contexts.OpenContext context = contexts.openMain(request);
    Timestamps times = Timestamps.of(request.buildArgs(), context.tree().commitTime());
    DockerfileText text =
        DockerfileText.read(request.source(), context.root(), request.dockerfile());
    contexts.setMain(context, text.rules());
    Dockerfile dockerfile = DockerfileParser.parse(text.name(), text.content().toArray());
    return new Read(
        dockerfile,
        times,
        new PlanRequest(
            dockerfile,
            request.target(),
            request.buildArgs(),
            request.platform(),
            contexts.named(request.contexts()),
            request.labels(),
            times.explicit() ? times.epoch() : null));
  }

  private void warn(Dockerfile dockerfile, List<Finding> findings) {
    for (Finding finding : findings) {
      vertices.warn(
          new BuildEvent.Warning(
              finding.rule().title(), finding.message(), dockerfile.location(finding.range())));
    }
  }

  /** Carries a plan out and brings the image to its outputs. */
  BuildResult carryOut(Planned planned) throws Exception {
    BuildPlan plan = planned.plan();
    requireSandbox(plan);
    Stages stages = new Stages(plan.stages().stream().map(PlannedStage::index).toList());
    BuildContext build =
        new BuildContext(
            planned.dockerfile(),
            work,
            images,
            stages,
            planned.times(),
            vertices,
            threads,
            parts.clock());
    LayerWriter writer = new LayerWriter(request.compression(), parts.threads());
    Trees trees = new Trees(contexts, images, stages, work);
    FileSteps files = new FileSteps(contexts, trees, new Downloads(parts.http()), planned.times());
    RunMounts mounts =
        new RunMounts(
            trees, CacheMounts.open(parts.folder()), request, work.folder(), planned.times());
    RunSteps runs =
        new RunSteps(parts.folder(), mounts, request.platform(), planned.times(), work.folder());
    StageResult target =
        new Execution(build, writer, new StepWork(files, runs)).run(plan, request.timeout());
    return new Export(request, planned.times(), vertices, parts.registry())
        .run(plan.target(), target);
  }

  /** Refuses before anything runs where a step could not; metadata alone needs no sandbox. */
  private void requireSandbox(BuildPlan plan) throws IOException {
    boolean needed =
        plan.stages().stream()
            .flatMap(stage -> stage.steps().stream())
            .anyMatch(step -> !(step instanceof Step.Metadata));
    if (needed) {
      boolean runs =
          plan.stages().stream()
              .flatMap(stage -> stage.steps().stream())
              .anyMatch(step -> step instanceof Step.Run);
      List<Problem> problems = Preflight.check(work.folder(), runs);
      if (!problems.isEmpty()) {
        throw problems.getFirst().exception();
      }
    }
  }

  @Override
  public void close() throws IOException {
    // Waits for the interrupted threads, even if this one is interrupted.
    threads.shutdownNow();
    threads.close();
    work.close();
  }
}
