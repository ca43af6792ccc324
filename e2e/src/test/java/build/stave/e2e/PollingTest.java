package build.stave.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import build.stave.crds.v1alpha1.Condition;
import build.stave.crds.v1alpha1.Condition.Status;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Watching a private repository: the operator may read the Secret where the chart's values say so.
 */
@ExtendWith(OnBed.class)
final class PollingTest {
  /** The namespace that e2e/run grants in gitPolling.namespaces. */
  private static final String GRANTED = "polling-granted";

  private static final String TRIGGER = "triggers: {git: {interval: 10s}}";

  private final Bed bed;
  private final Tenant tenant;

  PollingTest(Bed bed, Tenant tenant) {
    this.bed = bed;
    this.tenant = tenant;
  }

  @AfterAll
  static void stopWatching(Bed bed) {
    bed.kubectl("-n", GRANTED, "delete", "imagebuilds", "--all");
  }

  @Test
  void withoutTheRightItBuildsAndSaysWhyItDoesNotWatch() {
    bed.push("private/unwatched", Map.of("Dockerfile", "FROM scratch\nLABEL a=b\n"));
    tenant.apply(
        Wish.git("unwatched", "private/unwatched")
            .withGit("secretRef: {name: git-auth}")
            .with(TRIGGER));

    tenant.ready("unwatched");

    Condition watched = watched(tenant, "unwatched", "SecretForbidden");
    assertThat(watched.status()).isEqualTo(Status.False);
    assertThat(watched.message()).contains("git-auth", "gitPolling");
  }

  @Test
  void withTheRightItWatches(KubernetesClient client) {
    Tenant granted = Tenant.in(bed, client, GRANTED, "baseline");
    String repository = "private/watched";
    bed.push(repository, Map.of("Dockerfile", "FROM scratch\nLABEL a=1\n"));
    granted.apply(
        Wish.git("watched", repository).withGit("secretRef: {name: git-auth}").with(TRIGGER));
    granted.ready("watched");
    assertThat(watched(granted, "watched", "Watching").status()).isEqualTo(Status.True);

    String second = bed.push(repository, Map.of("Dockerfile", "FROM scratch\nLABEL a=2\n"));

    assertThat(granted.succeeded("watched", 2).getSpec().commit()).isEqualTo(second);
  }

  @Test
  void wrongSecretIsSaid(KubernetesClient client) {
    Tenant granted = Tenant.in(bed, client, GRANTED, "baseline");
    bed.push("private/unseen", Map.of("Dockerfile", "FROM scratch\nLABEL a=1\n"));
    granted.apply(Serialization.asYaml(Secrets.login("wrong-git", "stave", "wrong")));
    granted.apply(
        Wish.git("unseen", "private/unseen").withGit("secretRef: {name: wrong-git}").with(TRIGGER));

    assertThat(watched(granted, "unseen", "AuthenticationFailed").status()).isEqualTo(Status.False);
  }

  private static Condition watched(Tenant tenant, String build, String reason) {
    return tenant
        .await(
            "SourceWatched to have the reason " + reason,
            () -> Conditions.of(tenant.build(build), Condition.SOURCE_WATCHED),
            found -> found.filter(condition -> condition.reason().equals(reason)).isPresent())
        .orElseThrow();
  }
}
