package build.stave.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** One execution: a wish as it stood, and why it is carried out. All but cancel is immutable. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value =
        "self.build == oldSelf.build && self.trigger == oldSelf.trigger && has(self.number) == has(oldSelf.number) &&"
            + " (!has(self.number) || self.number == oldSelf.number) && has(self.commit) == has(oldSelf.commit) &&"
            + " (!has(self.commit) || self.commit == oldSelf.commit)",
    message = "a run is immutable; only cancel can be set")
@ValidationRule(
    value = "!oldSelf.?cancel.orValue(false) || self.?cancel.orValue(false)",
    message = "a cancelled run stays cancelled")
@ValidationRule(
    value =
        "has(self.number) || !self.build.output.tags.exists(tag, tag.matches('[{]{2} ?[.]run'))",
    message = "build.output.tags: {{ .run }} needs number")
@ValidationRule(
    value = "!has(self.commit) || has(self.build.source.git)",
    message = "commit needs build.source.git")
@JsonClassDescription("The wish as it stood, and why it is carried out.")
public record ImageBuildRunSpec(
    @JsonPropertyDescription(
            "The wish as it stood; suspend, history and triggers mean nothing here.")
        @Required
        ImageBuildSpec build,
    @JsonPropertyDescription("Number of the run among those of its ImageBuild, from 1.") @Min(1)
        @Nullable Long number,
    @JsonPropertyDescription("Commit to build, where it was known before.")
        @Size(max = 64)
        @ValidationRule(value = Patterns.IS_COMMIT, message = Patterns.IS_COMMIT_MESSAGE)
        @Nullable String commit,
    @JsonPropertyDescription("Why the run was started.") @Default("{\"cause\": \"Manual\"}")
        Trigger trigger,
    @JsonPropertyDescription("Set to true to cancel the run.") @Nullable Boolean cancel) {

  public ImageBuildRunSpec {
    trigger = trigger == null ? Trigger.MANUAL : trigger;
  }

  /** Whether somebody wants it to end. */
  @JsonIgnore
  public boolean isCancelled() {
    return cancel != null && cancel;
  }
}
