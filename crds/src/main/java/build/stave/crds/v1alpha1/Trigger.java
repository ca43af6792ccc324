package build.stave.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** Why a run was started. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Trigger(
    @JsonPropertyDescription(
            "Spec: the wish is new or changed. Commit: the branch or tag moved. Request: the annotation"
                + " stave.build/request. Manual: the run was created by hand.")
        @Required
        Cause cause,
    @JsonPropertyDescription("More about it: the commit, or the value of the annotation.")
        @Size(max = 1024)
        @Nullable String detail) {

  /** A run that somebody created by hand. */
  public static final Trigger MANUAL = new Trigger(Cause.Manual, null);

  /** Kinds of causes. */
  public enum Cause {
    Spec,
    Commit,
    Request,
    Manual
  }
}
