package build.stave.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import build.stave.crds.v1alpha1.Condition;
import build.stave.crds.v1alpha1.Failure;
import build.stave.crds.v1alpha1.FailureClass;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A namespace that enforces {@code restricted} does not admit the builder's pod. */
@ExtendWith(OnBed.class)
final class PodSecurityTest {
  @Test
  void restrictedNamespaceSaysWhatToDo(Bed bed, KubernetesClient client) {
    try (Tenant tenant = Tenant.create(bed, client, "restricted", "restricted")) {
      tenant.apply(Wish.inline("refused", "FROM scratch\nLABEL a=b\n"));

      Failure failure = tenant.failure("refused");

      assertThat(failure.failureClass()).isEqualTo(FailureClass.Configuration);
      assertThat(failure.reason()).isEqualTo("PodSecurityForbidden");
      Condition stalled = Conditions.of(tenant.build("refused"), Condition.STALLED).orElseThrow();
      assertThat(stalled.message())
          .contains("restricted")
          .contains("pod-security.kubernetes.io/enforce")
          .contains("baseline");
      assertThat(tenant.pods("refused-1")).isEmpty();
    }
  }
}
