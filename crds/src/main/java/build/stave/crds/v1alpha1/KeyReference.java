package build.stave.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** One key of a Secret or ConfigMap of the same namespace. */
public record KeyReference(
    @JsonPropertyDescription("Name of the Secret or ConfigMap, in the namespace of this resource.")
        @Required
        @Size(max = 253)
        @Pattern(Patterns.OBJECT_NAME)
        String name,
    @JsonPropertyDescription("Key in it.") @Required @Size(max = 253) @Pattern(Patterns.DATA_KEY)
        String key) {}
