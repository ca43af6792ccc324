package build.stave.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** A secret that {@code RUN --mount=type=secret,id=…} can ask for. */
@JsonClassDescription("A secret that RUN --mount=type=secret,id=… can ask for.")
public record RunSecret(
    @JsonPropertyDescription("Id that the Dockerfile uses.")
        @Required
        @Size(min = 1, max = 253)
        @ValidationRule(value = Patterns.IS_ID, message = Patterns.IS_ID_MESSAGE)
        String id,
    @JsonPropertyDescription("Key of the Secret that holds it.") @Required
        KeyReference secretKeyRef) {}
