package build.stave.operator;

import build.stave.operator.event.EventRecorder;
import build.stave.operator.git.GitLooks;
import build.stave.operator.imagebuild.ImageBuildReconciler;
import build.stave.operator.run.ImageBuildRunReconciler;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.OperatorException;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the operator. It ends on SIGTERM, and when it loses the Lease. */
public final class Main {
  private static final Logger LOG = LoggerFactory.getLogger(Main.class);

  private Main() {}

  /** Configuration is in the environment; see {@link OperatorConfig}. */
  public static void main(String[] args) {
    try {
      OperatorConfig config = OperatorConfig.of(System.getenv());
      OperatorProcess process = OperatorProcess.start(config, Main::reconcilers);
      Runtime.getRuntime().addShutdownHook(new Thread(process::close, "stop"));
    } catch (IllegalArgumentException | IOException e) {
      LOG.error("Not started: {}", e.getMessage());
      System.exit(2);
    } catch (OperatorException | KubernetesClientException e) {
      // Without an exit JOSDK's threads would keep a process that never gets ready.
      LOG.error(
          "Not started: {} (are the CRDs installed, and is the service account bound to its roles?)",
          rootCause(e).getMessage());
      System.exit(1);
    }
  }

  private static Throwable rootCause(Throwable thrown) {
    Throwable cause = thrown.getCause();
    return cause == null ? thrown : rootCause(cause);
  }

  private static List<Reconciler<? extends HasMetadata>> reconcilers(
      OperatorConfig config, KubernetesClient client, MeterRegistry metrics) {
    Clock clock = Clock.systemUTC();
    var events = new EventRecorder(client, clock);
    return List.of(
        new ImageBuildReconciler(
            client, events, GitLooks.over(client, config.builder().authorities(), clock), clock),
        new ImageBuildRunReconciler(client, events, config.builder(), clock, metrics));
  }
}
