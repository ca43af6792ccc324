package build.stave.operator.run;

import build.stave.crds.v1alpha1.ImageBuildRun;
import build.stave.operator.run.job.RunObjects;
import build.stave.operator.run.progress.Observation;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Sees what the caches have of a run, and asks the API server where they cannot know. */
final class Observer {
  /** A pod that is not there, or has not begun, for longer: its Events may say why. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Cluster cluster;
  private final Clock clock;

  Observer(Cluster cluster, Clock clock) {
    this.cluster = cluster;
    this.clock = clock;
  }

  /** The Job of a run. A cache may not have it yet, so its absence is asked for. */
  Optional<Job> job(ImageBuildRun run, Context<ImageBuildRun> context) {
    boolean matters = Observation.statusOf(run).job() != null || run.getSpec().isCancelled();
    return context.getSecondaryResources(Job.class).stream()
        .filter(job -> RunObjects.isOf(run, job))
        .findFirst()
        .or(() -> matters ? cluster.job(run) : Optional.empty());
  }

  /** What is seen of a run with a Job. */
  Observation observe(ImageBuildRun run, Job job, Context<ImageBuildRun> context) {
    // A cache of pods may be behind that of Jobs, and the outcome is in the last that a pod says.
    Collection<Pod> known =
        Observation.isOver(job) ? cluster.pods(run) : context.getSecondaryResources(Pod.class);
    List<Pod> pods = known.stream().filter(pod -> isOf(job, pod)).toList();
    var seen = new Observation(run, job, pods, List.of());
    return looksForEvents(seen) ? new Observation(run, job, pods, events(seen)) : seen;
  }

  private static boolean isOf(Job job, Pod pod) {
    return pod.getMetadata().getOwnerReferences().stream()
        .anyMatch(owner -> owner.getUid().equals(job.getMetadata().getUid()));
  }

  private boolean looksForEvents(Observation seen) {
    if (Observation.isOver(seen.job()) || seen.isEnding() || seen.isSuspended()) {
      return false;
    }
    return seen.livePod()
        .map(pod -> !Observation.hasBegun(pod) && isOlder(pod))
        .orElseGet(() -> isOlder(seen.job()));
  }

  private boolean isOlder(HasMetadata object) {
    return age(object, clock).compareTo(PATIENCE) >= 0;
  }

  private List<Event> events(Observation seen) {
    List<Event> events = new ArrayList<>(cluster.events(seen.job()));
    seen.livePod().map(cluster::events).ifPresent(events::addAll);
    return events;
  }

  static Duration age(HasMetadata object, Clock clock) {
    return Duration.between(
        Instant.parse(object.getMetadata().getCreationTimestamp()), clock.instant());
  }
}
