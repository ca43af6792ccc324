package build.stave.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** A step that was done. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonClassDescription("A step that was done.")
public record StepStatus(
    @JsonPropertyDescription("Stage: its name, or its number from 0.") @Nullable String stage,
    @JsonPropertyDescription("The instruction, shortened.") @Required String instruction,
    @JsonPropertyDescription("Line of the Dockerfile.") @Nullable Integer line,
    @JsonPropertyDescription("Whether it came from the cache.") @Nullable Boolean cached,
    @JsonPropertyDescription("How long it took, in milliseconds.") @Nullable Long durationMillis) {}
