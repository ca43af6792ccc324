package build.stave.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** An ssh agent that {@code RUN --mount=type=ssh} can ask for. */
@JsonClassDescription("A key that RUN --mount=type=ssh,id=… can ask for an agent of.")
public record RunSsh(
    @JsonPropertyDescription("Id that the Dockerfile uses.")
        @Default(DEFAULT_ID)
        @Size(min = 1, max = 253)
        @ValidationRule(value = Patterns.IS_ID, message = Patterns.IS_ID_MESSAGE)
        String id,
    @JsonPropertyDescription(
            "Secret of type kubernetes.io/ssh-auth. A step gets an agent that signs with its key, never the key.")
        @Required
        LocalReference secretRef) {
  /** What {@code RUN --mount=type=ssh} asks for where it names no id. */
  static final String DEFAULT_ID = "default";

  public RunSsh {
    id = id == null ? DEFAULT_ID : id;
  }
}
