package build.stave.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import build.stave.crds.v1alpha1.Condition;
import build.stave.crds.v1alpha1.Condition.Status;
import build.stave.crds.v1alpha1.Failure;
import build.stave.crds.v1alpha1.FailureClass;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Secrets that are wrong, malformed, or not there: each is named. */
@ExtendWith(OnBed.class)
final class CredentialsTest {
  private final Bed bed;
  private final Tenant tenant;

  CredentialsTest(Bed bed, Tenant tenant) {
    this.bed = bed;
    this.tenant = tenant;
  }

  @Test
  void wrongPushSecret() {
    create(Secrets.registry("wrong-push", login("nobody", "wrong")));
    tenant.apply(
        Wish.inline("push", "FROM scratch\nLABEL a=b\n")
            .withOutput("secretRef: {name: wrong-push}"));

    Failure failure = tenant.failure("push");

    assertThat(failure.failureClass()).isEqualTo(FailureClass.Configuration);
    assertThat(failure.reason()).isEqualTo("PushDenied");
    assertThat(failure.message()).contains("registry.example.com").doesNotContain("wrong\"");
  }

  @Test
  void wrongPullSecret() {
    tenant.apply(Wish.inline("own-base", "FROM busybox\nRUN echo base > /base\n"));
    tenant.ready("own-base");
    create(Secrets.registry("wrong-pull", login("nobody", "wrong")));
    tenant.apply(
        Wish.inline("pull", "FROM registry.example.com/%s/own-base\n".formatted(tenant.namespace()))
            .withOutput("secretRef: {name: wrong-pull}"));

    Failure failure = tenant.failure("pull");

    assertThat(failure.failureClass()).isEqualTo(FailureClass.Configuration);
    assertThat(failure.reason()).isEqualTo("PullDenied");
    assertThat(failure.line()).isEqualTo(1);
  }

  @Test
  void wrongGitSecret() {
    bed.push("private/wrong", Map.of("Dockerfile", "FROM scratch\n"));
    create(Secrets.login("wrong-git", "stave", "wrong"));
    tenant.apply(Wish.git("git", "private/wrong").withGit("secretRef: {name: wrong-git}"));

    Failure failure = tenant.failure("git");

    assertThat(failure.failureClass()).isEqualTo(FailureClass.Configuration);
    assertThat(failure.reason()).isEqualTo("AuthenticationFailed");
    assertThat(failure.message()).contains("git.example.com");
  }

  @Test
  void rightGitSecret() {
    bed.push("private/right", Map.of("Dockerfile", "FROM scratch\nLABEL a=b\n"));
    tenant.apply(Wish.git("right", "private/right").withGit("secretRef: {name: git-auth}"));

    tenant.ready("right");
  }

  @Test
  void missingSecretIsAwaited() {
    tenant.apply(
        Wish.inline("late", "FROM scratch\nLABEL a=b\n").withOutput("secretRef: {name: late}"));

    Condition ready =
        tenant
            .await(
                "the reason SecretNotFound",
                () -> Conditions.of(tenant.build("late"), Condition.READY),
                found -> found.filter(c -> c.reason().equals("SecretNotFound")).isPresent())
            .orElseThrow();
    assertThat(ready.status()).isEqualTo(Status.Unknown);
    assertThat(ready.message()).contains("late");

    create(Secrets.registry("late", bed.secret("registry-auth.json")));

    tenant.ready("late");
    tenant.finished("late", 1);
  }

  @Test
  void malformedSecret() {
    create(Secrets.secret("malformed", "Opaque", Map.of("password", "only")));
    tenant.apply(
        Wish.inline("malformed", "FROM scratch\nLABEL a=b\n")
            .withOutput("secretRef: {name: malformed}"));

    Failure failure = tenant.failure("malformed");

    assertThat(failure.failureClass()).isEqualTo(FailureClass.Configuration);
    assertThat(failure.reason()).isEqualTo("SecretMalformed");
    assertThat(failure.message()).contains("malformed", ".dockerconfigjson");
  }

  private void create(Secret secret) {
    tenant.apply(Serialization.asYaml(secret));
  }

  /** Of docker's form, for the registry. */
  private String login(String user, String password) {
    byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "{\"auths\":{\"%s\":{\"auth\":\"%s\"}}}"
        .formatted(bed.registry(), Base64.getEncoder().encodeToString(both));
  }
}
