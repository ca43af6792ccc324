package build.stave.operator.run.progress;

import build.stave.crds.job.Outcome;
import build.stave.crds.v1alpha1.Failure;
import build.stave.crds.v1alpha1.FailureClass;
import build.stave.crds.v1alpha1.ImageBuildRun;
import build.stave.crds.v1alpha1.StepStatus;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Why a pod failed. */
final class PodFailure {
  private static final String DISRUPTION = "DisruptionTarget";
  private static final String EVICTED = "Evicted";

  private PodFailure() {}

  static Failure of(ImageBuildRun run, Pod pod) {
    Optional<ContainerStateTerminated> ended = Pods.failed(pod);
    Optional<Failure> said = ended.flatMap(Outcomes::parse).map(Outcome::failure);
    if (said.isPresent()) {
      return said.get();
    }
    if (ended.filter(end -> "OOMKilled".equals(end.getReason())).isPresent()) {
      return outOfMemory(run, pod);
    }
    return disrupted(pod)
        .or(() -> rejected(pod))
        .orElseGet(() -> ended.map(end -> silent(run, pod, end)).orElseGet(() -> lost(pod)));
  }

  private static Failure outOfMemory(ImageBuildRun run, Pod pod) {
    String limit =
        pod.getSpec().getContainers().stream()
            .flatMap(container -> memoryLimit(container).stream())
            .findFirst()
            .map(quantity -> "the limit of " + quantity)
            .orElse("what the node has");
    return Failures.at(
        run,
        step(pod),
        FailureClass.Configuration,
        Reason.OutOfMemory,
        "out of memory: it needs more than "
            + limit
            + "; raise spec.builder.resources.limits.memory",
        Pods.failed(pod).map(ContainerStateTerminated::getExitCode).orElse(null));
  }

  private static Optional<Quantity> memoryLimit(Container container) {
    return Optional.ofNullable(container.getResources())
        .map(resources -> resources.getLimits())
        .map(limits -> limits.get("memory"));
  }

  /** Evictions by the API and by a node, preemption, taints, nodes that are gone. */
  private static Optional<Failure> disrupted(Pod pod) {
    Optional<PodCondition> target = Pods.condition(pod, DISRUPTION, "True");
    if (EVICTED.equals(pod.getStatus().getReason()) && target.isEmpty()) {
      return Optional.of(
          Failures.of(
              FailureClass.Configuration,
              Reason.Evicted,
              "the pod used more than it may: " + pod.getStatus().getMessage()));
    }
    return target.map(
        condition ->
            Failures.of(
                FailureClass.Infrastructure,
                EVICTED.equals(pod.getStatus().getReason()) ? Reason.Evicted : Reason.PodLost,
                "the pod was removed from its node (%s): %s"
                    .formatted(condition.getReason(), condition.getMessage())));
  }

  /** A kubelet that does not take the pod says so in its status. */
  private static Optional<Failure> rejected(Pod pod) {
    return Optional.ofNullable(pod.getStatus().getReason())
        .map(
            reason ->
                Failures.of(
                    FailureClass.Infrastructure,
                    Reason.PodLost,
                    "the node gave the pod up (%s): %s"
                        .formatted(reason, pod.getStatus().getMessage())));
  }

  private static Failure silent(ImageBuildRun run, Pod pod, ContainerStateTerminated end) {
    boolean begun = end.getStartedAt() != null && !"StartError".equals(end.getReason());
    String message =
        begun
            ? "the builder ended with exit code %d and did not say why".formatted(end.getExitCode())
            : "the builder could not be started: " + end.getMessage();
    return Failures.at(
        run,
        step(pod),
        FailureClass.Infrastructure,
        begun ? Reason.BuilderFailed : Reason.PodStartFailed,
        message,
        end.getExitCode());
  }

  private static Failure lost(Pod pod) {
    return Failures.of(
        FailureClass.Infrastructure,
        Reason.PodLost,
        "pod %s ended without its containers".formatted(pod.getMetadata().getName()));
  }

  private static Optional<StepStatus> step(Pod pod) {
    List<StepStatus> steps =
        Outcomes.of(pod).stream()
            .flatMap(outcome -> Stream.of(outcome.steps()))
            .findFirst()
            .orElse(List.of());
    return Outcomes.unfinished(steps);
  }
}
