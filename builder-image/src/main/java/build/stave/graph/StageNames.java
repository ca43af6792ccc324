package build.stave.graph;

import build.stave.dockerfile.Dockerfile;
import build.stave.dockerfile.Suggestion;
import build.stave.problem.Problem;
import build.stave.problem.StaveException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the names in a Dockerfile mean: stages by name or number, named contexts, images. */
final class StageNames {
  private final List<Dockerfile.Stage> stages;
  private final Contexts contexts;

  StageNames(Dockerfile dockerfile, Contexts contexts) {
    this.stages = dockerfile.stages();
    this.contexts = contexts;
  }

  /** The stage that {@code --target} names; the last one where there is none. */
  int target(@Nullable String target) {
    if (target == null || target.isEmpty()) {
      return stages.size() - 1;
    }
    OptionalInt named = named(target, stages.size());
    if (named.isPresent()) {
      return named.getAsInt();
    }
    OptionalInt number = number(target);
    if (number.isPresent() && number.getAsInt() < stages.size()) {
      return number.getAsInt();
    }
    throw Problem.user(
            "target stage \"" + target + "\" could not be found" + hint(target, stages.size()))
        .fix("build one of: " + names())
        .exception();
  }

  /** What replaces the whole stage, if a named context has its name. */
  @Nullable Origin override(int stage) {
    String name = stages.get(stage).from().stageName();
    return name.isEmpty() ? null : contexts.origin(name);
  }

  /** What a FROM of this stage names: an earlier stage, a named context, an image. */
  Origin base(String image, int stage) {
    OptionalInt earlier = named(image, stage);
    return earlier.isPresent() ? stage(earlier.getAsInt()) : outside(image);
  }

  /**
   * What {@code COPY --from} or a mount's {@code from} in this stage names.
   *
   * @throws StaveException for a stage that is not finished before this one
   */
  Origin source(String name, int stage) {
    OptionalInt number = number(name);
    if (number.isPresent()) {
      if (number.getAsInt() >= stages.size()) {
        throw Problem.user("invalid stage index " + name + ": there are " + stages.size())
            .fix("count the stages from 0, or give the stage a name")
            .exception();
      }
      return finished(number.getAsInt(), stage);
    }
    OptionalInt earlier = named(name, stage);
    if (earlier.isPresent()) {
      return stage(earlier.getAsInt());
    }
    OptionalInt any = named(name, stages.size());
    return any.isPresent() ? finished(any.getAsInt(), stage) : outside(name);
  }

  /** What a person sees of a stage: its name, or its number. */
  String label(int stage) {
    String name = stages.get(stage).from().stageName();
    return name.isEmpty() ? Integer.toString(stage) : name;
  }

  /** A hint at a stage before this one with a similar name, or nothing. */
  String hint(String name, int before) {
    List<String> names = new ArrayList<>();
    for (Dockerfile.Stage stage : stages.subList(0, before)) {
      if (!stage.from().stageName().isEmpty()) {
        names.add(stage.from().stageName());
      }
    }
    return Suggestion.hint(name, names, "");
  }

  /** The stage of this name that a FROM cannot name, because it comes later. */
  Optional<String> later(String name, int stage) {
    OptionalInt any = named(name, stages.size());
    return any.isPresent() && any.getAsInt() >= stage
        ? Optional.of(label(any.getAsInt()))
        : Optional.empty();
  }

  private Origin outside(String name) {
    Origin context = contexts.origin(name);
    if (context != null) {
      return context;
    }
    return name.equals("scratch") ? new Origin.Scratch() : new Origin.Image(name);
  }

  private Origin stage(int index) {
    Origin replaced = override(index);
    return replaced == null ? new Origin.Stage(index) : replaced;
  }

  private Origin finished(int wanted, int stage) {
    if (wanted < stage) {
      return stage(wanted);
    }
    Origin replaced = override(wanted);
    if (replaced != null) {
      return replaced;
    }
    if (wanted == stage) {
      throw Problem.user("circular dependency: stage " + label(stage) + " reads itself")
          .fix("read another stage, or split this one in two")
          .exception();
    }
    List<Integer> back = new References(stages, this).path(wanted, stage);
    if (!back.isEmpty()) {
      String circle = back.stream().map(this::label).collect(Collectors.joining(" → "));
      throw Problem.user("circular dependency: " + label(stage) + " → " + circle)
          .fix("move what they share into a stage that both read")
          .exception();
    }
    throw Problem.user(
            "cannot copy from stage \""
                + label(wanted)
                + "\", it needs to be defined before current stage \""
                + label(stage)
                + "\"")
        .fix("move stage " + label(wanted) + " above stage " + label(stage))
        .exception();
  }

  /** The last of the stages before this one with the name; of equal names the later one counts. */
  OptionalInt named(String name, int before) {
    for (int i = before - 1; i >= 0; i--) {
      if (stages.get(i).from().stageName().equalsIgnoreCase(name) && !name.isEmpty()) {
        return OptionalInt.of(i);
      }
    }
    return OptionalInt.empty();
  }

  static OptionalInt number(String text) {
    return text.matches("[0-9]{1,6}")
        ? OptionalInt.of(Integer.parseInt(text))
        : OptionalInt.empty();
  }

  private String names() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < stages.size(); i++) {
      names.add(label(i));
    }
    return String.join(", ", names);
  }
}
