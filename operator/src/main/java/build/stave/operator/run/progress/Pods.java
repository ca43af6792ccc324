package build.stave.operator.run.progress;

import build.stave.crds.job.PodPaths;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the status of builder pods. */
final class Pods {
  private Pods() {}

  static boolean hasEnded(Pod pod) {
    String phase = pod.getStatus() == null ? null : pod.getStatus().getPhase();
    return "Succeeded".equals(phase) || "Failed".equals(phase);
  }

  /** Statuses of the containers, in the order in which they run. */
  static Stream<ContainerStatus> containers(Pod pod) {
    if (pod.getStatus() == null) {
      return Stream.of();
    }
    return Stream.concat(
        pod.getStatus().getInitContainerStatuses().stream(),
        pod.getStatus().getContainerStatuses().stream());
  }

  static Optional<ContainerState> state(Pod pod, String container) {
    return containers(pod)
        .filter(status -> status.getName().equals(container))
        .map(ContainerStatus::getState)
        .filter(Objects::nonNull)
        .findFirst();
  }

  static boolean runs(Pod pod, String container) {
    return state(pod, container).filter(state -> state.getRunning() != null).isPresent();
  }

  static Optional<ContainerStateTerminated> terminated(Pod pod, String container) {
    return state(pod, container).map(ContainerState::getTerminated);
  }

  static Optional<ContainerStateWaiting> waiting(Pod pod) {
    return containers(pod)
        .map(ContainerStatus::getState)
        .filter(Objects::nonNull)
        .map(ContainerState::getWaiting)
        .filter(Objects::nonNull)
        .findFirst();
  }

  /** The container that ended the pod, if one did. */
  static Optional<ContainerStateTerminated> failed(Pod pod) {
    return Stream.of(PodPaths.PIN, PodPaths.BUILD)
        .flatMap(container -> terminated(pod, container).stream())
        .filter(terminated -> !Integer.valueOf(0).equals(terminated.getExitCode()))
        .findFirst();
  }

  /** When its first container began, in RFC 3339. */
  static Optional<String> started(Pod pod) {
    return containers(pod)
        .map(ContainerStatus::getState)
        .filter(Objects::nonNull)
        .flatMap(
            state ->
                Stream.of(
                    state.getRunning() == null ? null : state.getRunning().getStartedAt(),
                    state.getTerminated() == null ? null : state.getTerminated().getStartedAt()))
        .filter(Objects::nonNull)
        .findFirst();
  }

  static Optional<PodCondition> condition(Pod pod, String type, String status) {
    if (pod.getStatus() == null) {
      return Optional.empty();
    }
    return pod.getStatus().getConditions().stream()
        .filter(c -> c.getType().equals(type) && c.getStatus().equals(status))
        .findFirst();
  }
}
