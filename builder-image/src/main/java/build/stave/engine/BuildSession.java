package build.stave.engine;

import build.stave.cache.CacheSettings;
import build.stave.cache.LocalCache;
import build.stave.cache.RegistryCache;
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
import build.stave.reference.ImageReference;
import build.stave.run.CacheMounts;
import build.stave.run.Preflight;
import build.stave.snapshot.Build;
import build.stave.source.Downloads;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One build from its request to its outputs. */
final class BuildSession implements AutoCloseable {
  private final BuilderParts parts;
  private final BuildRequest request;
  private final CacheSettings caches;
  private final Vertices vertices;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Build work;
  private boolean lost;
  private final Contexts contexts;
  private final Images images;
  private final RemoteFiles remote;

  /**
   * A plan and what it was made from.
   *
   * @param dockerfile parsed
   * @param times that the image shows
   */
  record Planned(BuildPlan plan, Dockerfile dockerfile, Timestamps times) {}

  /**
   * Begins a build.
   *
   * @param caches instead of those of the request
   */
  BuildSession(
      BuilderParts parts, BuildRequest request, CacheSettings caches, BuildEvent.Listener listener)
      throws IOException {
    this.parts = parts;
    this.request = request;
    this.caches = caches;
    vertices = new Vertices(listener, parts.clock());
    work = parts.store().newBuild();
    contexts =
        new Contexts(parts.sources(), new Artifacts(parts.registry()), work.folder(), vertices);
    remote = new RemoteFiles(contexts, new Downloads(parts.http()));
    images = new Images(parts.registry(), parts.store(), parts.space(), vertices, work.folder());
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
    BuildPlan plan = Planner.plan(read.request(), new PlanResolver(images, contexts, remote));
    warn(read.dockerfile(), plan.findings());
    plan.warnings().forEach(vertices::say);
    return new Planned(plan, read.dockerfile(), read.times());
  }

  /** Reads the Dockerfile and looks for what is wrong or unwise in it; no file is read. */
  int check() throws Exception {
    Read read = read();
    List<Finding> findings =
        Planner.check(read.request(), new PlanResolver(images, contexts, remote));
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

  /** Builds the image and brings it to its outputs. */
  BuildResult build() throws Exception {
    StepCache cache = cache();
    try {
      return build(cache);
    } finally {
      lost = cache.lost();
    }
  }

  private BuildResult build(StepCache cache) throws Exception {
    Planned planned = plan();
    BuildPlan plan = planned.plan();
    Set<Integer> exported =
        plan.exported().stream().map(PlannedStage::index).collect(Collectors.toSet());
    Reuse reuse =
        Reuse.of(
            plan,
            exported,
            (step, wanted) ->
                cache.find(step).filter(hit -> !wanted || hit.layer().isPresent()).isPresent());
    requireSandbox(plan.stages().stream().flatMap(s -> reuse.carriedOut(s).stream()).toList());
    if (request.outputs().stream().anyMatch(output -> !(output instanceof Output.Registry))) {
      plan.base().ifPresent(images::keepBlobs);
    }
    var uploads = new Uploads(parts.registry(), target(), threads);
    uploads.connect();
    var finished =
        new StepLayers(
            new LayerWriter(request.compression(), parts.threads()),
            cache,
            uploads,
            work,
            parts.space(),
            threads);
    StageResult result =
        execution(planned, cache, finished).run(plan, exported, reuse, request.timeout());
    finished.await();
    return new Export(request, planned.times(), vertices, parts.registry(), uploads, cache)
        .run(plan, result);
  }

  /** Whether the build failed for a cache that lists layers which are gone. */
  boolean cacheLost() {
    return lost;
  }

  private StepCache cache() {
    return new StepCache(
        caches,
        request.compression().id(),
        parts.store(),
        parts.space(),
        work,
        new LocalCache(parts.folder().resolve("cache")),
        RemoteCaches.begin(
            caches,
            new RegistryCache(parts.registry()),
            images,
            request.platform(),
            vertices,
            threads));
  }

  /** What the image is called where it is pushed to first. */
  private Optional<ImageReference> target() {
    return request.outputs().stream()
        .flatMap(
            output ->
                output instanceof Output.Registry(var names) ? names.stream() : Stream.empty())
        .findFirst();
  }

  private Execution execution(Planned planned, StepCache cache, StepLayers finished)
      throws IOException {
    Timestamps times = planned.times();
    Stages stages = new Stages(planned.plan().stages().stream().map(PlannedStage::index).toList());
    BuildContext build =
        new BuildContext(
            planned.dockerfile(), work, images, stages, times, vertices, threads, parts.clock());
    Trees trees = new Trees(contexts, images, stages, work);
    RunMounts mounts =
        new RunMounts(trees, CacheMounts.open(parts.folder()), request, work.folder(), times);
    RunSteps runs = new RunSteps(parts.folder(), mounts, request.platform(), times, work.folder());
    return new Execution(
        build, cache, finished, new StepWork(new FileSteps(trees, remote, times), runs));
  }

  /** Refuses before anything runs where a step could not; metadata alone needs no sandbox. */
  private void requireSandbox(List<Step> steps) throws IOException {
    if (steps.stream().allMatch(step -> step instanceof Step.Metadata)) {
      return;
    }
    boolean runs = steps.stream().anyMatch(step -> step instanceof Step.Run);
    List<Problem> problems = Preflight.check(work.folder(), runs);
    if (!problems.isEmpty()) {
      throw problems.getFirst().exception();
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
