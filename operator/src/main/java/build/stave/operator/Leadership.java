package build.stave.operator;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One operator of several works: the one that holds the Lease. JOSDK ends the process by {@code
 * System.exit} when the Lease is lost, which never returns where a shutdown hook caused the loss;
 * so the end is decided here.
 */
final class Leadership {
  private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);
  private static final String LEASE = "stave-operator";

  private final @Nullable String namespace;
  private final Optional<LeaderElectionConfiguration> configuration;
  private final AtomicBoolean leads = new AtomicBoolean();
  private final AtomicBoolean resigned = new AtomicBoolean();

  /** Without a namespace nobody is elected: this operator leads. */
  Leadership(@Nullable String namespace, @Nullable String identity) {
    this.namespace = namespace;
    configuration =
        Optional.ofNullable(namespace)
            .map(
                in ->
                    LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(LEASE)
                        .withLeaseNamespace(in)
                        .withIdentity(identity)
                        .withLeaderCallbacks(
                            new LeaderCallbacks(this::leading, this::lost, leader -> {}))
                        .withExitOnStopLeading(false)
                        .build());
  }

  Optional<LeaderElectionConfiguration> configuration() {
    return configuration;
  }

  /** From now on losing the Lease is what is wanted. */
  void resign() {
    resigned.set(true);
  }

  /** Leaves the Lease to the next operator, which would otherwise wait until it runs out. */
  void release(KubernetesClient client) {
    if (namespace == null || !leads.get()) {
      return;
    }
    try {
      client
          .leases()
          .inNamespace(namespace)
          .withName(LEASE)
          .edit(lease -> lease.edit().editSpec().withHolderIdentity("").endSpec().build());
    } catch (KubernetesClientException e) {
      LOG.warn("The Lease was not released: {}", e.getMessage());
    }
  }

  private void leading() {
    leads.set(true);
    LOG.info("Leading");
  }

  private void lost() {
    if (!resigned.get()) {
      LOG.error("The Lease is lost: another operator may lead");
      Runtime.getRuntime().halt(1);
    }
  }
}
