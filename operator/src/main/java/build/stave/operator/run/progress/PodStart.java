package build.stave.operator.run.progress;

import build.stave.crds.job.PodPaths;
import build.stave.operator.run.progress.Progress.Waiting;
import build.stave.operator.run.progress.Progress.Working;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a pod does that has not ended, or what it waits for. */
final class PodStart {
  private static final Set<String> PULL =
      Set.of(
          "ErrImagePull",
          "ImagePullBackOff",
          "InvalidImageName",
          "ErrImageNeverPull",
          "ImageInspectError");
  private static final Set<String> START =
      Set.of(
          "CreateContainerConfigError",
          "CreateContainerError",
          "RunContainerError",
          "CrashLoopBackOff");
  private static final Pattern MISSING =
      Pattern.compile("(secret|configmap) \"([^\"]+)\" not found");

  private PodStart() {}

  static Progress of(Pod pod, List<Event> events) {
    String name = pod.getMetadata().getName();
    if (pod.getMetadata().getDeletionTimestamp() != null) {
      return new Waiting(Reason.Retrying, "pod " + name + " is being deleted");
    }
    if (Pods.runs(pod, PodPaths.BUILD)) {
      return new Working(Reason.Building, "pod " + name + " builds");
    }
    if (Pods.runs(pod, PodPaths.PIN)) {
      return new Working(
          Reason.Resolving, "pod " + name + " looks which commit the branch or tag is at");
    }
    return unscheduled(pod)
        .or(() -> Pods.waiting(pod).flatMap(PodStart::refused))
        .or(() -> missing(events))
        .or(() -> failing(events))
        .orElseGet(
            () ->
                Pods.started(pod).isPresent()
                    ? new Working(Reason.Building, "pod " + name + " builds")
                    : new Waiting(Reason.Pending, "pod " + name + " is being started"));
  }

  private static Optional<Progress> unscheduled(Pod pod) {
    return Pods.condition(pod, "PodScheduled", "False")
        .map(
            condition ->
                new Waiting(
                    Reason.Unschedulable,
                    "no node takes the pod: "
                        + text(condition.getMessage(), condition.getReason())));
  }

  private static Optional<Progress> refused(ContainerStateWaiting waiting) {
    String message = text(waiting.getMessage(), waiting.getReason());
    if (PULL.contains(waiting.getReason())) {
      return Optional.of(
          new Waiting(Reason.ImagePullFailed, "the builder's image cannot be pulled: " + message));
    }
    if (START.contains(waiting.getReason())) {
      return Optional.of(
          new Waiting(Reason.PodStartFailed, "the builder cannot be started: " + message));
    }
    return Optional.empty();
  }

  /** What a volume is made of and is not there. */
  private static Optional<Progress> missing(List<Event> events) {
    List<String> warnings = Events.warnings(events, "Pod", "FailedMount");
    for (String warning : warnings.reversed()) {
      Matcher matcher = MISSING.matcher(warning);
      if (matcher.find()) {
        boolean secret = matcher.group(1).equals("secret");
        return Optional.of(
            new Waiting(
                secret ? Reason.SecretNotFound : Reason.ConfigMapNotFound,
                (secret ? "Secret " : "ConfigMap ")
                    + matcher.group(2)
                    + " is not there; the build goes on when it is"));
      }
    }
    return warnings.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Waiting(Reason.MountFailed, "a volume cannot be mounted: " + warnings.getLast()));
  }

  private static Optional<Progress> failing(List<Event> events) {
    List<String> warnings = Events.warnings(events, "Pod", "FailedCreatePodSandBox", "Failed");
    return warnings.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Waiting(
                Reason.PodStartFailed, "the node cannot start the pod: " + warnings.getLast()));
  }

  private static String text(@Nullable String message, @Nullable String otherwise) {
    return message != null ? message : otherwise != null ? otherwise : "no message";
  }
}
