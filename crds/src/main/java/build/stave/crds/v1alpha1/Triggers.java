package build.stave.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * What starts a run beside a change of the spec and the annotation {@link Annotations#REQUEST}.
 * Webhooks, schedules and base images have their place here.
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Triggers(
    @JsonPropertyDescription("Looks whether the branch or tag of source.git moved.")
        @Nullable GitTrigger git) {

  /** Polling. */
  public record GitTrigger(
      @JsonPropertyDescription(
              "Time between two looks, such as 5m; at least 10s. The real one differs by up to a tenth, and grows"
                  + " while the server cannot be reached.")
          @Required
          @Size(max = Patterns.DURATION_LENGTH)
          @ValidationRule(
              value = Patterns.IS_DURATION + "duration(self) >= duration('10s')",
              message = "a duration of at least 10s, such as 5m")
          String interval) {}
}
