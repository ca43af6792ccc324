package build.stave.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Which Dockerfile; exactly one is set. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value = "has(self.path) != has(self.inline)",
    message = "set one of path and inline")
public record DockerfileRef(
    @JsonPropertyDescription("Path in the context.")
        @Size(min = 1, max = 1024)
        @ValidationRule(value = Patterns.IS_PATH, message = Patterns.IS_PATH_MESSAGE)
        @Nullable String path,
    @JsonPropertyDescription("The text itself.") @Size(min = 1) @Nullable String inline) {}
