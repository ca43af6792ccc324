package build.stave.engine;

import build.stave.graph.Base;
import build.stave.graph.BuildPlan;
import build.stave.graph.PlannedStage;
import build.stave.graph.Step;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Stages that only copy files onto an image that no other stage unpacks, and of which nobody reads
 * files: what the image's files contain does not matter to them.
 */
final class Outlines {
  private Outlines() {}

  /** Their indexes. */
  static Set<Integer> of(BuildPlan plan, Reuse reuse) {
    List<PlannedStage> needed = plan.stages().stream().filter(reuse::needs).toList();
    Set<Integer> read = new HashSet<>();
    for (PlannedStage stage : needed) {
      if (stage.base() instanceof Base.Stage(int index)) {
        read.add(index);
      }
      reuse.carriedOut(stage).forEach(step -> read.addAll(StepInputs.stages(step)));
    }
    Map<Integer, String> outlines = new HashMap<>();
    Set<String> unpacked = new HashSet<>();
    for (PlannedStage stage : needed) {
      if (stage.base() instanceof Base.Image(var image)) {
        boolean copies = stage.steps().stream().allMatch(Outlines::copies);
        if (copies && !read.contains(stage.index())) {
          outlines.put(stage.index(), image.pinned());
        } else {
          unpacked.add(image.pinned());
        }
      }
    }
    // What another stage has unpacked anyway is better than its outline beside it.
    outlines.values().removeAll(unpacked);
    return Set.copyOf(outlines.keySet());
  }

  /** Whether a step makes new files only; an archive can hold hard links to files of the image. */
  private static boolean copies(Step step) {
    return switch (step) {
      case Step.Files files -> !files.add() && !Boolean.TRUE.equals(files.unpack());
      case Step.Workdir _ -> true;
      case Step.Metadata _ -> true;
      case Step.Run _ -> false;
    };
  }
}
