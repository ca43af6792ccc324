package build.stave.operator.run.progress;

import build.stave.crds.job.JobExit;
import build.stave.crds.job.Outcome;
import build.stave.crds.job.PodPaths;
import build.stave.crds.v1alpha1.Condition;
import build.stave.crds.v1alpha1.Failure;
import build.stave.crds.v1alpha1.FailureClass;
import build.stave.crds.v1alpha1.ImageBuildRun;
import build.stave.crds.v1alpha1.ImageBuildRunStatus;
import build.stave.crds.v1alpha1.ImageBuildRunStatus.Phase;
import build.stave.operator.run.progress.Progress.Failed;
import build.stave.operator.run.progress.Progress.Succeeded;
import build.stave.operator.run.progress.Progress.Waiting;
import build.stave.operator.run.progress.Progress.Working;
import build.stave.operator.status.Conditions;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;
import java.util.Optional;

/**
 * What an observation means.
 *
 * @param progress how far the run is
 * @param said what the newest pod that said something said
 * @param started when the first container began, in RFC 3339
 * @param ended when the Job ended, in RFC 3339
 * @param failedPods how many pods failed
 */
public record Report(
    Progress progress,
    Optional<Outcome> said,
    Optional<String> started,
    Optional<String> ended,
    int failedPods) {
  private static final String COMPLETE = "Complete";
  private static final String FAILED = "Failed";

  /** Reads an observation. */
  public static Report of(Observation seen) {
    var ended =
        seen.condition(COMPLETE)
            .or(() -> seen.condition(FAILED))
            .map(condition -> condition.getLastTransitionTime());
    return new Report(
        progress(seen),
        seen.pods().stream().flatMap(pod -> Outcomes.of(pod).stream()).findFirst(),
        seen.pods().reversed().stream().flatMap(pod -> Pods.started(pod).stream()).findFirst(),
        ended,
        failedPods(seen.job()));
  }

  /** A run without a Job. */
  public static Report without(Progress progress) {
    return new Report(progress, Optional.empty(), Optional.empty(), Optional.empty(), 0);
  }

  private static int failedPods(Job job) {
    Integer failed = job.getStatus() == null ? null : job.getStatus().getFailed();
    return failed == null ? 0 : failed;
  }

  private static Progress progress(Observation seen) {
    Optional<Progress> pushed = pushed(seen);
    if (pushed.isPresent()) {
      return pushed.get();
    }
    if (seen.condition(COMPLETE).isPresent()) {
      return new Failed(
          Failures.of(
              FailureClass.Infrastructure,
              Reason.OutcomeLost,
              "the builder succeeded, but its pod is gone and with it which image it pushed; request another run"));
    }
    var failed = seen.condition(FAILED);
    if (failed.isPresent()) {
      return new Failed(failure(seen, failed.get().getReason()));
    }
    if (seen.isEnding()) {
      return new Working(Reason.Finishing, "the pods are ending");
    }
    if (seen.isSuspended()) {
      return new Waiting(Reason.Suspended, "the Job is suspended, as by a queue");
    }
    Optional<Pod> pod = seen.livePod();
    return pod.isPresent()
        ? PodStart.of(pod.get(), seen.events())
        : PodCreation.refused(seen.run().getMetadata().getNamespace(), seen.events())
            .orElseGet(() -> between(seen));
  }

  /** The Job has no pod that lives: not yet, not again, or it is about to end. */
  private static Progress between(Observation seen) {
    Optional<Pod> pod = seen.newestPod();
    if (pod.isEmpty()) {
      return new Waiting(Reason.Pending, "a pod is being made");
    }
    boolean failed = Pods.failed(pod.get()).isPresent() || failedPods(seen.job()) > 0;
    return failed && !isFinal(seen.job(), pod.get())
        ? new Waiting(
            Reason.Retrying,
            "another pod follows: " + PodFailure.of(seen.run(), pod.get()).message())
        : new Working(Reason.Finishing, "pod " + pod.get().getMetadata().getName() + " has ended");
  }

  /** Whether the Job will not try again, which it may not have said yet. */
  private static boolean isFinal(Job job, Pod pod) {
    return Pods.failed(pod)
            .map(ContainerStateTerminated::getExitCode)
            .filter(code -> code == JobExit.USER || code == JobExit.CONFIGURATION)
            .isPresent()
        || failedPods(job) > job.getSpec().getBackoffLimit();
  }

  /** The Job says that it is complete only seconds after its pod has pushed and ended. */
  private static Optional<Progress> pushed(Observation seen) {
    return seen.pods().stream()
        .filter(pod -> Pods.terminated(pod, PodPaths.BUILD).filter(Report::isOk).isPresent())
        .flatMap(pod -> Outcomes.of(pod).stream())
        .flatMap(outcome -> Optional.ofNullable(outcome.image()).stream())
        .findFirst()
        .map(Succeeded::new);
  }

  private static boolean isOk(ContainerStateTerminated terminated) {
    return terminated.getExitCode() == JobExit.OK;
  }

  private static Failure failure(Observation seen, String jobReason) {
    ImageBuildRun run = seen.run();
    if (Reason.DeadlineExceeded.name().equals(jobReason)) {
      return deadline(seen);
    }
    return seen.newestPod()
        .map(pod -> PodFailure.of(run, pod))
        .orElseGet(
            () ->
                Failures.of(
                    FailureClass.Infrastructure,
                    Reason.PodLost,
                    "the pod is gone, and with it why it failed (%s)".formatted(jobReason)));
  }

  private static Failure deadline(Observation seen) {
    ImageBuildRun run = seen.run();
    ImageBuildRunStatus before = Observation.statusOf(run);
    String timeout = run.getSpec().build().timeout();
    if (before.phase() == Phase.Pending) {
      Optional<Condition> ready = Conditions.find(before.conditions(), Condition.READY);
      return new Failure(
          FailureClass.Configuration,
          ready
              .map(Condition::reason)
              .filter(reason -> !reason.equals(Reason.Pending.name()))
              .orElse(Reason.DeadlineExceeded.name()),
          "no pod began within the timeout of %s%s"
              .formatted(timeout, ready.map(condition -> ": " + condition.message()).orElse("")),
          null,
          null,
          null,
          null,
          null,
          null);
    }
    var steps = seen.newestPod().flatMap(Outcomes::of).map(Outcome::steps).orElse(List.of());
    return Failures.at(
        run,
        Outcomes.unfinished(steps.isEmpty() ? before.steps() : steps),
        FailureClass.Configuration,
        Reason.DeadlineExceeded,
        "not done within the timeout of %s; raise spec.timeout or make the build shorter"
            .formatted(timeout),
        null);
  }
}
