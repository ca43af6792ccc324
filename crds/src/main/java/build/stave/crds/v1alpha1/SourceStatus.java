package build.stave.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** What was built from. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record SourceStatus(
    @JsonPropertyDescription("Commit, as 40 hexadecimal digits.") @Nullable String commit,
    @JsonPropertyDescription("Branch that the commit was the head of.") @Nullable String branch) {}
