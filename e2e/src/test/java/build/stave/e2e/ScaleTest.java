package build.stave.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import build.stave.crds.v1alpha1.ImageBuild;
import build.stave.crds.v1alpha1.ImageBuildRun;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/** An operator that starts where there is much already; {@code e2e/scale} says how much. */
@Tag("scale")
@Isolated("fills the API server, and stops the operator meanwhile")
@ExtendWith(OnBed.class)
final class ScaleTest {
  private static final int BUILDS = Integer.getInteger("stave.e2e.builds", 1000);
  private static final int RUNS_OF_EACH = 5;
  private static final int STEPS = 10;
  private static final int STARTS = Integer.getInteger("stave.e2e.starts", 1);
  private static final Duration QUIET = Duration.ofSeconds(3);
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final long MEMORY = 512L << 20;

  private final Bed bed;
  private final KubernetesClient client;
  private final Operator operator;
  private final Tenant tenant;

  ScaleTest(Bed bed, KubernetesClient client, Operator operator, Tenant tenant) {
    this.bed = bed;
    this.client = client;
    this.operator = operator;
    this.tenant = tenant;
  }

  @Test
  void settlesInLittleTimeAndMemory() throws Exception {
    tenant.apply(Wish.inline("model", "FROM busybox\n" + "RUN echo a >> /log\n".repeat(STEPS)));
    ImageBuild build = tenant.ready("model");
    ImageBuildRun run = tenant.succeeded("model", 1);
    operator.scale(0);
    Instant began = Instant.now();
    new Copies(client, build, run).make(BUILDS, RUNS_OF_EACH);
    System.out.printf(
        "%d builds with %d runs each were made in %d s%n", BUILDS, RUNS_OF_EACH, since(began));
    for (int start = 0; start < STARTS; start++) {
      operator.scale(0);
      settles();
    }
  }

  private void settles() throws InterruptedException {
    var log = new AuditLog(bed.auditLog());
    long before = log.end();
    Instant start = Instant.now();
    operator.scale(1);
    Instant settled = awaitQuiet();

    Duration time = Duration.between(start, settled);
    long memory = operator.residentMemory();
    System.out.printf(
        "settled %.1f s after its Deployment was told; %d reconciliations; resident %d MiB%n",
        time.toMillis() / 1000.0, operator.reconciliations(), memory >> 20);
    assertThat(operator.reconciliations()).isGreaterThanOrEqualTo(BUILDS);
    assertThat(time).isLessThan(LIMIT);
    assertThat(memory).isLessThan(MEMORY);
    Thread.sleep(Duration.ofSeconds(10));
    assertThat(log.writes(before, operator.user())).as("writes").isEmpty();
  }

  /** When the last reconciliation ended after which there was none for a while. */
  private Instant awaitQuiet() throws InterruptedException {
    long count = -1;
    Instant changed = Instant.now();
    Instant end = changed.plus(LIMIT.multipliedBy(3));
    while (Instant.now().isBefore(end)) {
      long now = operator.reconciliations();
      if (now != count) {
        count = now;
        changed = Instant.now();
      } else if (count > 0 && changed.plus(QUIET).isBefore(Instant.now())) {
        return changed;
      }
      Thread.sleep(200);
    }
    throw new AssertionError("still at work; " + count + " reconciliations");
  }

  private static long since(Instant began) {
    return Duration.between(began, Instant.now()).toSeconds();
  }
}
