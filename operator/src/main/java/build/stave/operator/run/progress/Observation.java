package build.stave.operator.run.progress;

import build.stave.crds.v1alpha1.ImageBuildRun;
import build.stave.crds.v1alpha1.ImageBuildRunStatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What is seen of a run.
 *
 * @param run with its status as it was written last
 * @param job of the run
 * @param pods of the Job, newest first
 * @param events about the Job and its newest pod, oldest first; empty where nobody looked
 */
public record Observation(ImageBuildRun run, Job job, List<Pod> pods, List<Event> events) {
  private static final ImageBuildRunStatus NO_STATUS =
      new ImageBuildRunStatus(
          null, null, List.of(), null, null, null, null, null, null, List.of(), null, null);

  /** Sorts pods and events. */
  public Observation {
    pods =
        pods.stream()
            .sorted(
                Comparator.comparing((Pod pod) -> pod.getMetadata().getCreationTimestamp())
                    .thenComparing(pod -> pod.getMetadata().getName())
                    .reversed())
            .toList();
    events = events.stream().sorted(Comparator.comparing(Events::time)).toList();
  }

  /** The status as it was written last. */
  public static ImageBuildRunStatus statusOf(ImageBuildRun run) {
    return run.getStatus() == null ? NO_STATUS : run.getStatus();
  }

  /** The newest pod that has not ended. */
  public Optional<Pod> livePod() {
    return pods.stream().filter(pod -> !Pods.hasEnded(pod)).findFirst();
  }

  /** Whether a container of a pod has begun. */
  public static boolean hasBegun(Pod pod) {
    return Pods.started(pod).isPresent();
  }

  /** Whether it is decided how the Job ends, and only its pods are not gone yet. */
  public boolean isEnding() {
    return condition("FailureTarget").or(() -> condition("SuccessCriteriaMet")).isPresent();
  }

  /** Whether somebody suspended the Job. */
  public boolean isSuspended() {
    return Boolean.TRUE.equals(job.getSpec().getSuspend());
  }

  /** The newest pod. */
  Optional<Pod> newestPod() {
    return pods.stream().findFirst();
  }

  /** A condition of the Job that is true. */
  Optional<JobCondition> condition(String type) {
    return condition(job, type);
  }

  /** Whether a Job is over. */
  public static boolean isOver(Job job) {
    return condition(job, "Complete").or(() -> condition(job, "Failed")).isPresent();
  }

  private static Optional<JobCondition> condition(Job job, String type) {
    if (job.getStatus() == null) {
      return Optional.empty();
    }
    return job.getStatus().getConditions().stream()
        .filter(
            condition -> condition.getType().equals(type) && condition.getStatus().equals("True"))
        .findFirst();
  }
}
