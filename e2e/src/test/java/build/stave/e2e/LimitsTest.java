package build.stave.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import build.stave.crds.v1alpha1.Condition;
import build.stave.crds.v1alpha1.Condition.Status;
import build.stave.crds.v1alpha1.Failure;
import build.stave.crds.v1alpha1.FailureClass;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Memory, time and nodes that a build does not get. */
@ExtendWith(OnBed.class)
final class LimitsTest {
  private final Tenant tenant;

  LimitsTest(Tenant tenant) {
    this.tenant = tenant;
  }

  @Test
  void stepThatNeedsMoreMemory() {
    tenant.apply(
        Wish.inline("memory", "FROM busybox\nRUN true\nRUN tail /dev/zero\n")
            .with("builder: {resources: {limits: {memory: 512Mi}}}"));

    Failure failure = tenant.failure("memory");

    assertThat(failure.failureClass()).isEqualTo(FailureClass.Configuration);
    assertThat(failure.reason()).isEqualTo("OutOfMemory");
    assertThat(failure.line()).isEqualTo(3);
    assertThat(failure.message()).contains("spec.builder.resources");
    tenant.finished("memory", 1);
  }

  @Test
  void deadlinePassed() {
    tenant.apply(Wish.inline("deadline", "FROM busybox\nRUN sleep 600\n").with("timeout: 30s"));

    Failure failure = tenant.failure("deadline");

    assertThat(failure.failureClass()).isEqualTo(FailureClass.Configuration);
    assertThat(failure.reason()).isEqualTo("DeadlineExceeded");
    assertThat(failure.message()).contains("30s", "RUN sleep 600");
    tenant.finished("deadline", 1);
  }

  @Test
  void nodeThatIsNotThereIsAwaited() {
    tenant.apply(
        Wish.inline("node", "FROM scratch\nLABEL a=b\n")
            .with("builder: {nodeSelector: {stave.test/disk: fast}}"));

    Condition ready =
        tenant
            .await(
                "the reason Unschedulable",
                () -> Conditions.of(tenant.build("node"), Condition.READY),
                found -> found.filter(c -> c.reason().equals("Unschedulable")).isPresent())
            .orElseThrow();
    assertThat(ready.status()).isEqualTo(Status.Unknown);
    assertThat(ready.message()).contains("node");

    tenant.kubectl("label", "nodes", "--all", "stave.test/disk=fast");
    try {
      tenant.ready("node");
    } finally {
      tenant.kubectl("label", "nodes", "--all", "stave.test/disk-");
    }
  }
}
