package build.stave.graph;

import build.stave.dockerfile.Finding;
import build.stave.oci.Platform;
import java.util.List;

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
}
