package build.stave.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** Why a run failed. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Failure(
    @JsonProperty("class")
        @JsonPropertyDescription(
            "Who can repair it. User: the Dockerfile, the source or an argument. Configuration: a Secret, a"
                + " reference, a policy or a limit of the cluster. Infrastructure: a node, a network, a server.")
        @Required
        FailureClass failureClass,
    @JsonPropertyDescription("What happened, as one word that stays the same for the same cause.")
        @Required
        String reason,
    @JsonPropertyDescription("What happened, where, and what to do, for people.") @Required
        String message,
    @JsonPropertyDescription("Stage of the Dockerfile.") @Nullable String stage,
    @JsonPropertyDescription("Instruction that failed.") @Nullable String instruction,
    @JsonPropertyDescription("File that the line is of.") @Nullable String file,
    @JsonPropertyDescription("Line of the Dockerfile.") @Nullable Integer line,
    @JsonPropertyDescription("Exit code of the step.") @Nullable Integer exitCode,
    @JsonPropertyDescription("Last lines that the step printed.") @Nullable String logTail) {}
