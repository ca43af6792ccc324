package build.stave.operator.run.progress;

import build.stave.crds.job.Outcome;
import build.stave.crds.job.PodPaths;
import build.stave.crds.v1alpha1.StepStatus;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads what builders say of themselves. */
final class Outcomes {
  private static final ObjectMapper JSON =
      new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

  private Outcomes() {}

  /** A termination message; empty where it is none of a builder's. */
  static Optional<Outcome> parse(ContainerStateTerminated terminated) {
    String message = terminated.getMessage();
    if (message == null || !message.startsWith("{")) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(JSON.readValue(message, Outcome.class));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /**
   * What the last container of a pod that said something said; its source may be from the first.
   */
  static Optional<Outcome> of(Pod pod) {
    List<Outcome> said =
        Stream.of(PodPaths.BUILD, PodPaths.PIN)
            .flatMap(container -> Pods.terminated(pod, container).stream())
            .flatMap(terminated -> parse(terminated).stream())
            .toList();
    return said.stream()
        .findFirst()
        .map(
            last ->
                last.source() != null
                    ? last
                    : new Outcome(
                        said.getLast().source(),
                        last.isolation(),
                        last.steps(),
                        last.image(),
                        last.failure()));
  }

  /** The step that was being done when the builder last said something. */
  static Optional<StepStatus> unfinished(List<StepStatus> steps) {
    return steps.isEmpty() || steps.getLast().durationMillis() != null
        ? Optional.empty()
        : Optional.of(steps.getLast());
  }
}
