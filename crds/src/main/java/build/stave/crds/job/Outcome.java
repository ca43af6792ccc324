package build.stave.crds.job;

import build.stave.crds.v1alpha1.Failure;
import build.stave.crds.v1alpha1.ImageStatus;
import build.stave.crds.v1alpha1.Isolation;
import build.stave.crds.v1alpha1.SourceStatus;
import build.stave.crds.v1alpha1.StepStatus;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a builder's container says of itself, in at most {@link PodPaths#TERMINATION_MESSAGE_LIMIT}
 * bytes. It is written anew when a step begins, so that a container that is killed has said where
 * it was: then there is neither an image nor a failure, and the last step has no duration.
 *
 * @param source what is built from, as soon as it is known
 * @param isolation how the steps are kept apart
 * @param steps those that were done, and the one that runs; left out from the quickest where there
 *     are too many
 * @param image that was pushed
 * @param failure why it failed
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Outcome(
    @Nullable SourceStatus source,
    @Nullable Isolation isolation,
    List<StepStatus> steps,
    @Nullable ImageStatus image,
    @Nullable Failure failure) {

  public Outcome {
    steps = steps == null ? List.of() : List.copyOf(steps);
  }
}
