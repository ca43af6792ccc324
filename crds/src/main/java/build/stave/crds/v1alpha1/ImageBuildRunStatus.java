package build.stave.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of a run. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonClassDescription("What became of the run.")
public record ImageBuildRunStatus(
    @JsonPropertyDescription("Generation of the spec that this status speaks of.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription("Pending, Running, Succeeded, Failed or Cancelled.")
        @Nullable Phase phase,
    @JsonPropertyDescription("Ready, and Reconciling or Stalled while they are true.")
        List<Condition> conditions,
    @JsonPropertyDescription("When the builder began.") @Nullable String startTime,
    @JsonPropertyDescription("When the run ended.") @Nullable String completionTime,
    @JsonPropertyDescription("How the steps were kept apart from the builder and the node.")
        @Nullable Isolation isolation,
    @JsonPropertyDescription("What was built from.") @Nullable SourceStatus source,
    @JsonPropertyDescription("Name of the Job.") @Nullable String job,
    @JsonPropertyDescription("How many pods the run has had that failed.")
        @Nullable Integer failedPods,
    @JsonPropertyDescription(
            "Steps that were done; the first and the slowest of them where there are many.")
        List<StepStatus> steps,
    @JsonPropertyDescription("The image.") @Nullable ImageStatus image,
    @JsonPropertyDescription("Why the run failed.") @Nullable Failure failure) {

  public ImageBuildRunStatus {
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
    steps = steps == null ? List.of() : List.copyOf(steps);
  }

  /** Where a run stands. */
  public enum Phase {
    /** Its pod has not begun. */
    Pending,
    /** Its pod builds. */
    Running,
    /** The image is in the registry. */
    Succeeded,
    /** It ended without an image. */
    Failed,
    /** It was cancelled. */
    Cancelled;

    /** Whether nothing more will happen. */
    public boolean isFinal() {
      return switch (this) {
        case Pending, Running -> false;
        case Succeeded, Failed, Cancelled -> true;
      };
    }
  }
}
