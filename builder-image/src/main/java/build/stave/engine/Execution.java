package build.stave.engine;

import build.stave.graph.BuildPlan;
import build.stave.graph.PlannedStage;
import build.stave.problem.Problem;
import build.stave.problem.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Carries out the stages of a plan, each as soon as what it reads is there. */
final class Execution {
  private final BuildContext build;
  private final StepCache cache;
  private final StepLayers finished;
  private final StepWork steps;

  Execution(BuildContext build, StepCache cache, StepLayers finished, StepWork steps) {
    this.build = build;
    this.cache = cache;
    this.finished = finished;
    this.steps = steps;
  }

  /**
   * The target's result.
   *
   * @param exported the stages whose layers the image has
   * @param timeout zero for none
   */
  StageResult run(BuildPlan plan, Set<Integer> exported, Reuse reuse, Duration timeout)
      throws Exception {
    List<PlannedStage> needed = plan.stages().stream().filter(reuse::needs).toList();
    Set<Integer> outlines = Outlines.of(plan, reuse);
    var completion = new ExecutorCompletionService<Integer>(build.threads());
    for (PlannedStage stage : needed) {
      boolean outlined = outlines.contains(stage.index());
      completion.submit(
          () -> run(stage, exported.contains(stage.index()), outlined, reuse.of(stage)));
    }
    long deadline = System.nanoTime() + timeout.toNanos();
    for (int left = needed.size(); left > 0; left--) {
      Future<Integer> next =
          timeout.isZero()
              ? completion.take()
              : completion.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (next == null) {
        throw Problem.user("the build took longer than " + timeout.toSeconds() + " seconds")
            .because(Reason.TIMEOUT)
            .fix("give it more time with --timeout")
            .exception();
      }
      Futures.get(next);
    }
    return build.stages().get(plan.target().index());
  }

  private int run(PlannedStage stage, boolean exported, boolean outlined, int reused)
      throws Exception {
    try {
      var work = new StageWork(build, stage, exported, outlined, reused, cache, finished, steps);
      build.stages().done(stage.index(), work.run());
      return stage.index();
    } catch (Exception e) {
      build.stages().failed(stage.index(), e);
      throw e;
    }
  }
}
