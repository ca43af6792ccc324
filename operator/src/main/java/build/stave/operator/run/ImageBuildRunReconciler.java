package build.stave.operator.run;

import build.stave.crds.job.Outcome;
import build.stave.crds.v1alpha1.Annotations;
import build.stave.crds.v1alpha1.FailureClass;
import build.stave.crds.v1alpha1.ImageBuildRun;
import build.stave.crds.v1alpha1.ImageBuildRunStatus;
import build.stave.crds.v1alpha1.SourceStatus;
import build.stave.operator.event.EventRecorder;
import build.stave.operator.run.Step.Create;
import build.stave.operator.run.Step.EndCancelled;
import build.stave.operator.run.Step.EndDeleted;
import build.stave.operator.run.Step.Follow;
import build.stave.operator.run.Step.Remove;
import build.stave.operator.run.Step.Rest;
import build.stave.operator.run.job.BuilderSettings;
import build.stave.operator.run.job.JobConfigMap;
import build.stave.operator.run.progress.Failures;
import build.stave.operator.run.progress.Observation;
import build.stave.operator.run.progress.Progress;
import build.stave.operator.run.progress.Progress.Cancelled;
import build.stave.operator.run.progress.Progress.Failed;
import build.stave.operator.run.progress.Progress.Waiting;
import build.stave.operator.run.progress.Reason;
import build.stave.operator.run.progress.Report;
import build.stave.operator.status.StatusWriter;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.config.informer.Field;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.MaxReconciliationInterval;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries a run out: observe, decide, act, write the status. Whatever is seen twice is done once.
 */
@ControllerConfiguration(
    name = "imagebuildrun",
    informer =
        @Informer(
            informerListLimit = ImageBuildRunReconciler.PAGE,
            // A run that ended is not looked at again, and leaves the cache.
            fieldSelector = {
              @Field(path = ImageBuildRun.PHASE, value = "Succeeded", negated = true),
              @Field(path = ImageBuildRun.PHASE, value = "Failed", negated = true),
              @Field(path = ImageBuildRun.PHASE, value = "Cancelled", negated = true)
            }),
    maxReconciliationInterval = @MaxReconciliationInterval(interval = 1, timeUnit = TimeUnit.HOURS))
@GradualRetry(
    maxAttempts = Integer.MAX_VALUE,
    initialInterval = 1000,
    intervalMultiplier = 2,
    maxInterval = 60_000)
public final class ImageBuildRunReconciler implements Reconciler<ImageBuildRun> {
  /** Objects that are asked for at once when a cache is filled. */
  static final long PAGE = 500;

  private static final Logger LOG = LoggerFactory.getLogger(ImageBuildRunReconciler.class);
  private static final Duration AFTER_CONFLICT = Duration.ofMillis(200);
  private static final Duration SHORTEST = Duration.ofSeconds(2);
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final Progress JOB_DELETED =
      new Failed(
          Failures.of(
              FailureClass.Infrastructure,
              Reason.JobDeleted,
              "the Job was deleted before its outcome was seen; request another run"));

  private final Cluster cluster;
  private final Observer observer;
  private final RunEvents events;
  private final RunMetrics metrics;
  private final Clock clock;

  /** A reconciler that makes builder pods by those settings. */
  public ImageBuildRunReconciler(
      KubernetesClient client,
      EventRecorder events,
      BuilderSettings builder,
      Clock clock,
      MeterRegistry metrics) {
    this.cluster = new Cluster(client, builder);
    this.observer = new Observer(cluster, clock);
    this.events = new RunEvents(events);
    this.metrics = new RunMetrics(metrics);
    this.clock = clock;
  }

  @Override
  public List<EventSource<?, ImageBuildRun>> prepareEventSources(
      EventSourceContext<ImageBuildRun> context) {
    metrics.active(() -> context.getPrimaryCache().list(run -> !Step.isFinished(run)).count());
    return List.of(source(Job.class, context), source(Pod.class, context));
  }

  private static <R extends HasMetadata> EventSource<R, ImageBuildRun> source(
      Class<R> kind, EventSourceContext<ImageBuildRun> context) {
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(kind, ImageBuildRun.class)
            .withLabelSelector(Annotations.RUN_LABEL)
            .withInformerListLimit(PAGE)
            .withSecondaryToPrimaryMapper(
                object ->
                    Set.of(
                        new ResourceID(
                            object.getMetadata().getLabels().get(Annotations.RUN_LABEL),
                            object.getMetadata().getNamespace())))
            .build(),
        context);
  }

  @Override
  public UpdateControl<ImageBuildRun> reconcile(ImageBuildRun run, Context<ImageBuildRun> context) {
    if (Step.isFinished(run)) {
      return UpdateControl.noUpdate();
    }
    return switch (Step.next(run, observer.job(run, context))) {
      case Rest _ -> UpdateControl.noUpdate();
      case Create _ -> create(run, context);
      case Follow(Job job) -> follow(run, job, context);
      case Remove(Job job) -> {
        cluster.remove(job);
        yield write(run, new Waiting(Reason.Cancelling, "the builder is being ended"), context);
      }
      case EndCancelled _ -> write(run, new Cancelled(), context);
      case EndDeleted _ -> write(run, JOB_DELETED, context);
    };
  }

  private UpdateControl<ImageBuildRun> create(ImageBuildRun run, Context<ImageBuildRun> context) {
    Optional<Progress> refused = cluster.create(run);
    Report report =
        Report.without(refused.orElse(new Waiting(Reason.Pending, "a pod is being made")));
    return write(run, report, refused.isPresent() ? null : run.getMetadata().getName(), context);
  }

  private UpdateControl<ImageBuildRun> follow(
      ImageBuildRun run, Job job, Context<ImageBuildRun> context) {
    Report report = Report.of(observer.observe(run, job, context));
    pin(run, report);
    if (report.progress() instanceof Failed && !Observation.isOver(job)) {
      cluster.remove(job);
    }
    return write(run, report, job.getMetadata().getName(), context);
  }

  /** The first commit that a builder reports is the one that all later pods of the run build. */
  private void pin(ImageBuildRun run, Report report) {
    SourceStatus source = report.said().map(Outcome::source).orElse(null);
    if (source != null
        && source.commit() != null
        && Observation.statusOf(run).source() == null
        && JobConfigMap.looks(run)) {
      cluster.pin(run, source.commit());
    }
  }

  private UpdateControl<ImageBuildRun> write(
      ImageBuildRun run, Progress progress, Context<ImageBuildRun> context) {
    return write(run, Report.without(progress), Observation.statusOf(run).job(), context);
  }

  /** Events come first: after a crash between, they are told again, under the same names. */
  private UpdateControl<ImageBuildRun> write(
      ImageBuildRun run, Report report, @Nullable String job, Context<ImageBuildRun> context) {
    ImageBuildRunStatus status = RunStatus.of(run, report, job, clock);
    if (!status.equals(run.getStatus())) {
      LOG.atInfo()
          .addKeyValue("phase", status.phase())
          .addKeyValue("job", job)
          .log("{}", status.conditions().getFirst().reason());
      events.record(run, status);
      if (!StatusWriter.write(run, new ImageBuildRun(), status, context)) {
        return UpdateControl.<ImageBuildRun>noUpdate().rescheduleAfter(AFTER_CONFLICT);
      }
      metrics.finished(run, status);
    }
    return report.progress() instanceof Waiting
        ? UpdateControl.<ImageBuildRun>noUpdate().rescheduleAfter(nextLook(run))
        : UpdateControl.noUpdate();
  }

  /** What a run waits for is not always told by its Job and pods. */
  private Duration nextLook(ImageBuildRun run) {
    Duration wait = Observer.age(run, clock).dividedBy(4);
    return wait.compareTo(SHORTEST) < 0 ? SHORTEST : wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
  }
}
