package build.stave.engine;

import build.stave.graph.Base;
import build.stave.graph.BuildPlan;
import build.stave.graph.PlannedStage;
import build.stave.graph.Step;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which stages a build works on, and how many of the first steps of each come from a cache. A stage
 * that is read by no step that is carried out is left out. Once a step of a chain is carried out,
 * all that follow are: they belong to what it makes now, not to what it made once.
 *
 * @param steps by the index of the stage
 */
record Reuse(Map<Integer, Integer> steps) {
  /** Whether a cache has a step. */
  interface Cache {
    /**
     * Looks for a step.
     *
     * @param exported whether the image needs its layer, and not only its files
     */
    boolean has(Step step, boolean exported) throws Exception;
  }

  Reuse {
    steps = Map.copyOf(steps);
  }

  /**
   * Decides for a plan.
   *
   * @param exported the stages whose layers the image has
   */
  static Reuse of(BuildPlan plan, Set<Integer> exported, Cache cache) throws Exception {
    Map<Integer, PlannedStage> stages = new HashMap<>();
    plan.stages().forEach(stage -> stages.put(stage.index(), stage));
    var walk = new Walk(stages, exported, cache);
    walk.stage(plan.target());
    return new Reuse(walk.steps);
  }

  /** Whether the stage is worked on. */
  boolean needs(PlannedStage stage) {
    return steps.containsKey(stage.index());
  }

  /** How many of the stage's first steps come from a cache. */
  int of(PlannedStage stage) {
    return steps.getOrDefault(stage.index(), 0);
  }

  /** The steps of a stage that are carried out. */
  List<Step> carriedOut(PlannedStage stage) {
    return needs(stage) ? stage.steps().subList(of(stage), stage.steps().size()) : List.of();
  }

  private static final class Walk {
    private final Map<Integer, PlannedStage> stages;
    private final Set<Integer> exported;
    private final Cache cache;
    private final Map<Integer, Integer> steps = new TreeMap<>();

    Walk(Map<Integer, PlannedStage> stages, Set<Integer> exported, Cache cache) {
      this.stages = stages;
      this.exported = exported;
      this.cache = cache;
    }

    private PlannedStage get(int index) {
      PlannedStage stage = stages.get(index);
      if (stage == null) {
        throw new IllegalArgumentException("stage " + index + " is not part of the plan");
      }
      return stage;
    }

    /** Whether all of the stage comes from a cache. */
    boolean stage(PlannedStage stage) throws Exception {
      Integer known = steps.get(stage.index());
      int count = known == null ? count(stage) : known;
      steps.put(stage.index(), count);
      if (known == null) {
        for (Step step : stage.steps().subList(count, stage.steps().size())) {
          for (int input : StepInputs.stages(step)) {
            stage(get(input));
          }
        }
      }
      return count == stage.steps().size();
    }

    private int count(PlannedStage stage) throws Exception {
      if (stage.base() instanceof Base.Stage(int index) && !stage(get(index))) {
        return 0;
      }
      int count = 0;
      for (Step step : stage.steps()) {
        if (step.makesLayer() && !cache.has(step, exported.contains(stage.index()))) {
          return count;
        }
        count++;
      }
      return count;
    }
  }
}
