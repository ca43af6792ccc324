package build.stave.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of the wish. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonClassDescription("What became of the wish.")
public record ImageBuildStatus(
    @JsonPropertyDescription("Generation of the spec that this status speaks of.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription("Ready, and Reconciling or Stalled while they are true.")
        List<Condition> conditions,
    @JsonPropertyDescription("The image of the latest run that succeeded, as repository@sha256:… .")
        @Nullable String latestImage,
    @JsonPropertyDescription("Name of the latest ImageBuildRun.") @Nullable String latestRun,
    @JsonPropertyDescription("Number of the latest run.") @Nullable Long latestRunNumber,
    @JsonPropertyDescription("What latestImage was built from.") @Nullable SourceStatus source,
    @JsonPropertyDescription(
            "Hash of what the latest run was started for: the part of the spec that makes the image.")
        @Nullable String wish,
    @JsonPropertyDescription(
            "Hash of how the latest run was to be done: timeout, retry, isolation, builder.")
        @Nullable String settings,
    @JsonPropertyDescription("Value of the annotation stave.build/request that was last answered.")
        @Nullable String lastHandledRequest,
    @JsonPropertyDescription("What the last look at the branch or tag found.")
        @Nullable Watch watch) {

  public ImageBuildStatus {
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
  }

  /** Polling of the source. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Watch(
      @JsonPropertyDescription("Commit that the branch or tag was at.") @Nullable String commit,
      @JsonPropertyDescription("When the branch or tag is looked at next.")
          @Nullable String nextLook,
      @JsonPropertyDescription("How many looks have failed since one succeeded.")
          @Nullable Integer failures) {}
}
