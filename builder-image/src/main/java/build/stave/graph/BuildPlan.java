package build.stave.graph;

import build.stave.dockerfile.Finding;
import build.stave.oci.Platform;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * All that a build does.
 *
 * @param platform of the image
 * @param stages those that the target needs, each after the stages it reads; the target is last
 * @param findings lint findings, in the order of their lines
 * @param warnings what else a person should be told, such as build arguments that nothing takes
 */
public record BuildPlan(
    Platform platform, List<PlannedStage> stages, List<Finding> findings, List<String> warnings) {
  public BuildPlan {
    stages = List.copyOf(stages);
    findings = List.copyOf(findings);
    warnings = List.copyOf(warnings);
  }

  /** The stage that becomes the image. */
  public PlannedStage target() {
    return stages.getLast();
  }

  /** The stages whose layers the image has: the target, what it is built on, and so on down. */
  public List<PlannedStage> exported() {
    Map<Integer, PlannedStage> byIndex = new HashMap<>();
    stages.forEach(stage -> byIndex.put(stage.index(), stage));
    List<PlannedStage> exported = new ArrayList<>();
    PlannedStage stage = target();
    exported.add(stage);
    while (stage.base() instanceof Base.Stage(int index)) {
      stage = Objects.requireNonNull(byIndex.get(index));
      exported.add(stage);
    }
    return List.copyOf(exported);
  }

  /** The image whose layers are the lowest of the built image, if any. */
  public Optional<ResolvedImage> base() {
    return exported().getLast().base() instanceof Base.Image(var image)
        ? Optional.of(image)
        : Optional.empty();
  }
}
