package build.stave.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** An object of the same namespace. */
@JsonClassDescription("An object in the namespace of this resource.")
public record LocalReference(
    @JsonPropertyDescription("Name of the object, in the namespace of this resource.")
        @Required
        @Size(max = 253)
        @Pattern(Patterns.OBJECT_NAME)
        String name) {}
