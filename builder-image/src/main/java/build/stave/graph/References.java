package build.stave.graph;

import build.stave.dockerfile.Dockerfile;
import build.stave.dockerfile.Instruction;
import build.stave.dockerfile.RunMount;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which stages the text of each stage names, in any order: to explain circles. */
final class References {
  private final List<Dockerfile.Stage> stages;
  private final StageNames names;

  References(List<Dockerfile.Stage> stages, StageNames names) {
    this.stages = stages;
    this.names = names;
  }

  /** The stages on a way from one to another, both included; empty where there is none. */
  List<Integer> path(int from, int to) {
    return path(from, to, new HashSet<>());
  }

  private List<Integer> path(int from, int to, Set<Integer> seen) {
    if (from == to) {
      return List.of(to);
    }
    if (!seen.add(from)) {
      return List.of();
    }
    for (int next : named(from)) {
      List<Integer> rest = path(next, to, seen);
      if (!rest.isEmpty()) {
        List<Integer> whole = new ArrayList<>(List.of(from));
        whole.addAll(rest);
        return whole;
      }
    }
    return List.of();
  }

  private Set<Integer> named(int stage) {
    Set<Integer> found = new TreeSet<>();
    names.named(stages.get(stage).from().image(), stage).ifPresent(found::add);
    for (Instruction instruction : stages.get(stage).instructions()) {
      if (instruction instanceof Instruction.Copy copy) {
        add(found, copy.from(), stage);
      } else if (instruction instanceof Instruction.Run run) {
        for (RunMount mount : run.mounts()) {
          add(found, mount.from(), stage);
        }
      }
    }
    return found;
  }

  private void add(Set<Integer> found, @Nullable String name, int stage) {
    if (name == null) {
      return;
    }
    OptionalInt number = StageNames.number(name);
    OptionalInt earlier = names.named(name, stage);
    OptionalInt index =
        number.isPresent()
            ? number
            : earlier.isPresent() ? earlier : names.named(name, stages.size());
    if (index.isPresent() && index.getAsInt() < stages.size()) {
      found.add(index.getAsInt());
    }
  }
}
