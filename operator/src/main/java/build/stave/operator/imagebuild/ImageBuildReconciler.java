package build.stave.operator.imagebuild;

import build.stave.crds.v1alpha1.Annotations;
import build.stave.crds.v1alpha1.Git;
import build.stave.crds.v1alpha1.ImageBuild;
import build.stave.crds.v1alpha1.ImageBuildStatus;
import build.stave.operator.event.EventRecorder;
import build.stave.operator.git.GitLooks;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
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
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Has an ImageBuild's runs started, superseded and pruned, and its status told. Every event is
 * looked at, since the annotation that asks for a run changes no generation; a reconciliation of
 * what is settled reads caches and writes nothing.
 */
@ControllerConfiguration(
    name = "imagebuild",
    generationAwareEventProcessing = false,
    informer = @Informer(informerListLimit = ImageBuildReconciler.PAGE),
    maxReconciliationInterval =
        @MaxReconciliationInterval(interval = 10, timeUnit = TimeUnit.MINUTES))
@GradualRetry(
    maxAttempts = Integer.MAX_VALUE,
    initialInterval = 1000,
    intervalMultiplier = 2,
    maxInterval = 60_000)
public final class ImageBuildReconciler implements Reconciler<ImageBuild> {
  /** Objects that are asked for at once when a cache is filled. */
  static final long PAGE = 500;

  private final RunClient runs;
  private final RunStarter starter;
  private final BuildEvents events;
  private final GitLooks looks;
  private final LookEvents lookEvents;
  private final Clock clock;

  /** A reconciler that looks at sources with these looks. */
  public ImageBuildReconciler(
      KubernetesClient client, EventRecorder recorder, GitLooks looks, Clock clock) {
    this.runs = new RunClient(client);
    this.events = new BuildEvents(recorder);
    this.starter = new RunStarter(runs, this.events);
    this.looks = looks;
    this.lookEvents = new LookEvents(looks);
    this.clock = clock;
  }

  @Override
  public List<EventSource<?, ImageBuild>> prepareEventSources(
      EventSourceContext<ImageBuild> context) {
    var ofRuns =
        InformerEventSourceConfiguration.from(KnownRun.class, ImageBuild.class)
            .withLabelSelector(Annotations.BUILD_LABEL)
            .withInformerListLimit(PAGE)
            .build();
    return List.of(new InformerEventSource<>(ofRuns, context), lookEvents);
  }

  @Override
  public UpdateControl<ImageBuild> reconcile(ImageBuild build, Context<ImageBuild> context) {
    if (build.isMarkedForDeletion()) {
      return UpdateControl.noUpdate();
    }
    Instant now = clock.instant();
    Watching watching = watching(build, now);
    OwnRuns known = OwnRuns.of(build, context.getSecondaryResources(KnownRun.class));
    State state = carriedOut(build, checked(build, known, watching.sight()), watching);
    if (isDue(watching, state.decision(), now)) {
      Watching.source(build).ifPresent(source -> look(build, source, watching.failures()));
    }
    RunHistory history = RunHistory.of(state.runs(), build.getSpec().history(), now);
    history.obsolete().forEach(run -> runs.delete(build, run));
    ImageBuildStatus status =
        StatusProjection.of(
            build, state.runs(), state.started(), state.decision(), watching, clock);
    UpdateControl<ImageBuild> control = update(build, status);
    nextTurn(state.decision(), watching, history, now).ifPresent(control::rescheduleAfter);
    return control;
  }

  private Watching watching(ImageBuild build, Instant now) {
    String uid = build.getMetadata().getUid();
    Optional<Git> source = Watching.source(build);
    return Watching.of(
        build,
        source.flatMap(git -> looks.since(uid, git)),
        source.flatMap(git -> looks.last(uid, git)),
        now);
  }

  /** Asks the cluster where the cache does not have the run that the status tells of. */
  private State checked(ImageBuild build, OwnRuns known, Sight sight) {
    State state = State.of(build, known, sight);
    String name = state.started().name();
    if (!state.started().lost() || name == null) {
      return state;
    }
    return runs.get(build, name)
        .filter(run -> OwnRuns.isOwned(build, run))
        .map(run -> state.with(build, run, sight))
        .orElse(state);
  }

  private State carriedOut(ImageBuild build, State state, Watching watching) {
    return switch (state.decision()) {
      case Decision.Start _ -> starter.start(build, state, watching.sight());
      case Decision.Supersede(Run run) -> {
        KnownRun cancelled = runs.supersede(build, run);
        events.superseded(build, run);
        yield state.with(build, cancelled, watching.sight());
      }
      case Decision.LookFirst _, Decision.AwaitLook _, Decision.AwaitRun _, Decision.Idle _ ->
          state;
    };
  }

  private static boolean isDue(Watching watching, Decision decision, Instant now) {
    return decision instanceof Decision.LookFirst
        || watching.due().filter(due -> !due.isAfter(now)).isPresent();
  }

  private void look(ImageBuild build, Git source, int failures) {
    looks.begin(
        build.getMetadata().getUid(),
        build.getMetadata().getNamespace(),
        source,
        failures,
        () -> lookEvents.ended(ResourceID.fromResource(build)));
  }

  private UpdateControl<ImageBuild> update(ImageBuild build, ImageBuildStatus status) {
    if (status.equals(build.getStatus())) {
      return UpdateControl.noUpdate();
    }
    events.watched(build, status);
    var patch = new ImageBuild();
    patch.setMetadata(
        new ObjectMetaBuilder()
            .withName(build.getMetadata().getName())
            .withNamespace(build.getMetadata().getNamespace())
            .build());
    patch.setStatus(status);
    return UpdateControl.patchStatus(patch);
  }

  /** In what time there is something to do though nothing happens. */
  private static Optional<Duration> nextTurn(
      Decision decision, Watching watching, RunHistory history, Instant now) {
    Optional<Instant> patience =
        switch (decision) {
          case Decision.LookFirst _ -> Optional.of(now.plus(Watching.PATIENCE));
          case Decision.AwaitLook(Instant until) -> Optional.of(until);
          case Decision.Start _, Decision.Supersede _, Decision.AwaitRun _, Decision.Idle _ ->
              Optional.empty();
        };
    return Stream.of(patience, watching.due().filter(now::isBefore), history.nextExpiry())
        .flatMap(Optional::stream)
        .min(Instant::compareTo)
        .map(time -> Duration.between(now, time).plusMillis(1));
  }
}
