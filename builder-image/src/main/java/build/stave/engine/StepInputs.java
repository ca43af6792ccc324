package build.stave.engine;

import build.stave.graph.FileSource;
import build.stave.graph.Input;
import build.stave.graph.Step;
import build.stave.graph.StepMount;
import java.util.Set;
import java.util.TreeSet;

/** What a step waits for before it can start. */
final class StepInputs {
  private StepInputs() {}

  /** The stages that a step reads. */
  static Set<Integer> stages(Step step) {
    Set<Integer> stages = new TreeSet<>();
    switch (step) {
      case Step.Run run -> {
        for (StepMount mount : run.mounts()) {
          switch (mount) {
            case StepMount.Bind bind -> add(bind.from(), stages);
            case StepMount.Cache cache when cache.from() != null -> add(cache.from(), stages);
            case StepMount.Cache _ -> {}
            case StepMount.Tmpfs _ -> {}
            case StepMount.Secret _ -> {}
            case StepMount.Ssh _ -> {}
          }
        }
      }
      case Step.Files files -> {
        for (FileSource source : files.sources()) {
          if (source instanceof FileSource.Path path) {
            add(path.from(), stages);
          }
        }
      }
      case Step.Workdir _ -> {}
      case Step.Metadata _ -> {}
    }
    return stages;
  }

  private static void add(Input input, Set<Integer> stages) {
    if (input instanceof Input.Stage(int index)) {
      stages.add(index);
    }
  }
}
