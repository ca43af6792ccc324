package build.stave.operator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The reconcilers at work, with what serves their health and metrics. */
final class OperatorProcess implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OperatorProcess.class);

  /** How long reconciliations may take to end when the process is to stop. */
  private static final Duration TERMINATION_TIMEOUT = Duration.ofSeconds(5);

  private static final Duration CACHE_SYNC_TIMEOUT = Duration.ofMinutes(5);

  /** Resources that are reconciled at once; most of the time a thread waits for the API server. */
  private static final int AT_ONCE = 16;

  private final Operator operator;
  private final Leadership leadership;
  private final Endpoints endpoints;

  /** Makes the reconcilers. */
  @FunctionalInterface
  interface Reconcilers {
    List<Reconciler<? extends HasMetadata>> make(
        OperatorConfig config, KubernetesClient client, MeterRegistry metrics);
  }

  private OperatorProcess(Operator operator, Leadership leadership, Endpoints endpoints) {
    this.operator = operator;
    this.leadership = leadership;
    this.endpoints = endpoints;
  }

  /** Starts; returns when the caches are filled. Work begins when the Lease is held. */
  static OperatorProcess start(OperatorConfig config, Reconcilers reconcilers) throws IOException {
    KubernetesClient client = Clients.create();
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmGcMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    var leadership = new Leadership(config.leaseNamespace(), config.identity());
    Operator operator = operator(client, registry, leadership);
    reconcilers.make(config, client, registry).forEach(r -> register(operator, r, config));
    // JOSDK's own question whether it has started waits; before that, it has not.
    var started = new java.util.concurrent.atomic.AtomicBoolean();
    Endpoints endpoints =
        Endpoints.serve(
            config.httpPort(),
            () -> started.get() && operator.getRuntimeInfo().allEventSourcesAreHealthy(),
            registry::scrape);
    operator.start();
    started.set(true);
    LOG.atInfo().addKeyValue("port", endpoints.port()).log("Started");
    return new OperatorProcess(operator, leadership, endpoints);
  }

  private static <R extends HasMetadata> void register(
      Operator operator, Reconciler<R> reconciler, OperatorConfig config) {
    operator.register(
        reconciler,
        overrider -> {
          if (!config.namespaces().isEmpty()) {
            overrider.settingNamespaces(config.namespaces());
          }
        });
  }

  /** The consumer is called twice by JOSDK: what it sets is made before. */
  private static Operator operator(
      KubernetesClient client, MeterRegistry registry, Leadership leadership) {
    var metrics = MicrometerMetrics.withoutPerResourceMetrics(registry);
    return new Operator(
        overrider -> {
          overrider
              .withKubernetesClient(client)
              .withCloseClientOnStop(false)
              .withConcurrentReconciliationThreads(AT_ONCE)
              .withMetrics(metrics)
              .withUseSSAToPatchPrimaryResource(true)
              .withPreviousAnnotationForDependentResources(false)
              .checkingCRDAndValidateLocalModel(false)
              .withStopOnInformerErrorDuringStartup(true)
              .withCacheSyncTimeout(CACHE_SYNC_TIMEOUT)
              .withReconciliationTerminationTimeout(TERMINATION_TIMEOUT);
          leadership.configuration().ifPresent(overrider::withLeaderElectionConfiguration);
        });
  }

  /** Ends what is being reconciled, then all else. */
  @Override
  public void close() {
    LOG.info("Stopping");
    endpoints.close();
    leadership.resign();
    operator.stop();
    try (KubernetesClient client = operator.getKubernetesClient()) {
      leadership.release(client);
    }
  }
}
