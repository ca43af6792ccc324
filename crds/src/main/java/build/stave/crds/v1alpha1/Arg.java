package build.stave.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** A build argument: exactly one of value and valueFrom is set. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "has(self.value) != has(self.valueFrom)",
    message = "set one of value and valueFrom")
@JsonClassDescription("An ARG of the Dockerfile; exactly one of value and valueFrom is set.")
public record Arg(
    @JsonPropertyDescription("Name of the ARG.")
        @Required
        @Size(max = 255)
        @ValidationRule(
            value = "self.matches('^[A-Za-z_][A-Za-z0-9_]*$')",
            message = "letters, digits and '_', and no digit at the beginning")
        String name,
    @JsonPropertyDescription("Its value.") @Size(max = 65536) @Nullable String value,
    @JsonPropertyDescription(
            "Where its value is. An ARG is no place for a secret: its value can be read from the image's history."
                + " Use secrets for those.")
        @Nullable ValueFrom valueFrom) {

  /** Exactly one is set. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  @ValidationRule(
      value = "has(self.configMapKeyRef) != has(self.secretKeyRef)",
      message = "set one of configMapKeyRef and secretKeyRef")
  public record ValueFrom(
      @JsonPropertyDescription("A key of a ConfigMap.") @Nullable KeyReference configMapKeyRef,
      @JsonPropertyDescription("A key of a Secret.") @Nullable KeyReference secretKeyRef) {}
}
