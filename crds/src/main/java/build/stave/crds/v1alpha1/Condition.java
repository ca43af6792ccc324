package build.stave.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/**
 * One aspect of a resource's state, in the form of {@code metav1.Condition}. Types that both kinds
 * have: {@link #READY}, {@link #RECONCILING} and {@link #STALLED}, with the meaning that kstatus
 * gives them: the latter two are there only while they are true.
 */
@JsonClassDescription("One aspect of the state.")
public record Condition(
    @JsonPropertyDescription("Ready, Reconciling, Stalled, or SourceWatched.")
        @Required
        @Size(max = 316)
        String type,
    @JsonPropertyDescription("Whether it is so.") @Required Status status,
    @JsonPropertyDescription("Why, as one word that stays the same for the same cause.")
        @Required
        @Size(min = 1, max = 1024)
        String reason,
    @JsonPropertyDescription("Why, for people.") @Required @Size(max = 32768) String message,
    @JsonPropertyDescription("When the status last changed.") @Required String lastTransitionTime,
    @JsonPropertyDescription("Generation of the resource that this was said of.") @Required
        long observedGeneration) {
  /** Whether the image is there, made from the spec as it stands. */
  public static final String READY = "Ready";

  /** Whether the operator is working towards it. */
  public static final String RECONCILING = "Reconciling";

  /** Whether nothing will happen until a person does something. */
  public static final String STALLED = "Stalled";

  /** Whether the branch or tag is being looked at, where triggers.git asks for that. */
  public static final String SOURCE_WATCHED = "SourceWatched";

  /** Whether a condition holds. */
  public enum Status {
    True,
    False,
    Unknown
  }
}
