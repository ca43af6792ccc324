package build.stave.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import build.stave.crds.job.Outcome;
import build.stave.crds.job.PodPaths;
import build.stave.crds.v1alpha1.Failure;
import build.stave.crds.v1alpha1.FailureClass;
import build.stave.crds.v1alpha1.ImageStatus;
import build.stave.crds.v1alpha1.Isolation;
import build.stave.oci.Digest;
import build.stave.oci.Json;
import build.stave.oci.Manifest;
import build.stave.problem.Problem;
import build.stave.problem.Reason;
import build.stave.problem.StaveException;
import build.stave.registry.FakeRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs of Dockerfiles that need no sandbox, against a registry in this process. */
final class JobRunnerTest {
  private static final String AUTHORIZATION =
      "Basic " + Base64.getEncoder().encodeToString("me:canary".getBytes(StandardCharsets.UTF_8));

  @TempDir Path folder;
  private final FakeRegistry registry = new FakeRegistry();
  private TestPod pod;

  @BeforeEach
  void prepare() throws Exception {
    pod = new TestPod(folder);
  }

  @AfterEach
  void close() {
    registry.close();
  }

  private String output(String more) {
    return "\"output\":{\"image\":\"" + registry.authority() + "/team/shop\"" + more + "}";
  }

  private static String dockerfile(String text) {
    return "{\"source\":{\"inline\":{\"files\":{\"Dockerfile\":\"" + text + "\"}}},";
  }

  private Failure failed() throws Exception {
    StaveException thrown = catchThrowableOfType(StaveException.class, () -> pod.runner().build());
    Outcome outcome = pod.outcome();
    assertThat(outcome.image()).isNull();
    Failure failure = Objects.requireNonNull(outcome.failure());
    assertThat(Failures.classOf(thrown.problem())).isEqualTo(failure.failureClass());
    return failure;
  }

  private void wantsLogin() {
    registry.interceptor =
        exchange -> {
          String login = exchange.getRequestHeaders().getFirst("Authorization");
          if (AUTHORIZATION.equals(login)) {
            return false;
          }
          FakeRegistry.challenge(exchange, "Basic realm=\"test\"");
          return true;
        };
  }

  private static String dockerConfig(String host, String login) {
    String auth = Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
    return "{\"auths\":{\"" + host + "\":{\"auth\":\"" + auth + "\"}}}";
  }

  @Test
  void pushesUnderEachTagAndSaysWhat() throws Exception {
    wantsLogin();
    pod.secret("push", ".dockerconfigjson", dockerConfig(registry.authority(), "me:canary"))
        .configMap("versions", "version", "1.2")
        .job(
            dockerfile("FROM scratch\\nARG VERSION\\nLABEL version=$VERSION")
                + "\"args\":[{\"name\":\"VERSION\",\"valueFrom\":{\"configMapKeyRef\":{\"name\":\"versions\",\"key\":\"version\"}}}],"
                + output(
                    ",\"tags\":[\"latest\",\"{{ .date }}-{{.run}}\"],\"annotations\":{\"team\":\"a\"},"
                        + "\"labels\":{\"by\":\"stave\"},\"secretRef\":{\"name\":\"push\"}")
                + "}");

    pod.runner().build();

    var stored = Objects.requireNonNull(registry.manifests.get("team/shop:latest"));
    Manifest manifest = Json.read(stored.bytes(), Manifest.class);
    Outcome outcome = pod.outcome();
    assertThat(outcome.isolation()).isEqualTo(Isolation.Nested);
    assertThat(outcome.failure()).isNull();
    ImageStatus image = Objects.requireNonNull(outcome.image());
    assertThat(image.digest()).isEqualTo(Digest.of(stored.bytes()).toString());
    assertThat(image.name()).isEqualTo(registry.authority() + "/team/shop");
    assertThat(image.tags()).containsExactly("latest", "2026-01-31-7");
    assertThat(image.layers()).isEqualTo(1);
    assertThat(image.size())
        .isEqualTo(
            stored.bytes().length + manifest.config().size() + manifest.layers().getFirst().size());
    assertThat(manifest.annotations()).containsEntry("team", "a");
    assertThat(registry.manifests).containsKey("team/shop:2026-01-31-7");
    String config =
        new String(
            registry.blobs.get("team/shop@" + manifest.config().digest()), StandardCharsets.UTF_8);
    assertThat(config).contains("\"version\":\"1.2\"").contains("\"by\":\"stave\"");
  }

  @Test
  void theOutcomeIsAsTheOperatorReadsIt() throws Exception {
    pod.job(dockerfile("FROM scratch\\nLABEL a=b") + output("") + "}").runner().build();

    String json =
        Files.readString(pod.at(PodPaths.TERMINATION_MESSAGE))
            .replace(registry.authority(), "registry.example.com");
    assertThat(json)
        .isEqualTo(
            "{\"isolation\":\"Nested\",\"image\":{\"name\":\"registry.example.com/team/shop\",\"digest\":"
                + "\"sha256:b4da1675c5e4c35ba1f481ebf9db006c16b178dee0f192baf8eefe02fff771df\","
                + "\"tags\":[\"latest\"],\"size\":829,\"layers\":1}}");
  }

  @Test
  void aWrongPushSecret() throws Exception {
    wantsLogin();
    pod.secret("push", ".dockerconfigjson", dockerConfig(registry.authority(), "me:wrong"))
        .job(
            dockerfile("FROM scratch\\nLABEL a=b")
                + output(",\"secretRef\":{\"name\":\"push\"}")
                + "}");

    Failure failure = failed();

    assertThat(failure.failureClass()).isEqualTo(FailureClass.Configuration);
    assertThat(failure.reason()).isEqualTo("PushDenied");
    assertThat(failure.message())
        .contains("Secret push (spec.output.secretRef)")
        .contains(registry.authority() + "/team/shop")
        .doesNotContain("wrong");
  }

  @Test
  void aBaseImageThatNobodyMayPull() throws Exception {
    wantsLogin();
    pod.job(
        dockerfile("FROM scratch AS one\\nFROM " + registry.reference("base:1"))
            + output("")
            + "}");

    Failure failure = failed();

    assertThat(failure.failureClass()).isEqualTo(FailureClass.Configuration);
    assertThat(failure.reason()).isEqualTo("PullDenied");
    assertThat(failure.line()).isEqualTo(2);
    assertThat(failure.message()).startsWith("Dockerfile:2: pull ");
  }

  @Test
  void aBaseImageThatDoesNotExist() throws Exception {
    pod.job(dockerfile("FROM " + registry.reference("base:1")) + output("") + "}");

    Failure failure = failed();

    assertThat(failure.failureClass()).isEqualTo(FailureClass.User);
    assertThat(failure.reason()).isEqualTo("ImageNotFound");
    assertThat(failure.line()).isEqualTo(1);
  }

  @Test
  void aRegistryThatDoesNotAnswer() throws Exception {
    registry.interceptor =
        exchange -> {
          FakeRegistry.error(exchange, 500, "UNKNOWN");
          return true;
        };
    pod.job(dockerfile("FROM scratch\\nLABEL a=b") + output("") + "}");

    Failure failure = failed();

    assertThat(failure.failureClass()).isEqualTo(FailureClass.Infrastructure);
    assertThat(failure.reason()).isEqualTo("RegistryUnavailable");
  }

  @Test
  void aDockerfileThatIsWrong() throws Exception {
    pod.job(dockerfile("FROM scratch\\nRAN x") + output("") + "}");

    Failure failure = failed();

    assertThat(failure.failureClass()).isEqualTo(FailureClass.User);
    assertThat(failure.reason()).isEqualTo("DockerfileInvalid");
    assertThat(failure.file()).isEqualTo("Dockerfile");
    assertThat(failure.line()).isEqualTo(2);
  }

  @Test
  void aDockerfileThatIsNotThere() throws Exception {
    pod.job(
        dockerfile("FROM scratch")
            + "\"dockerfile\":{\"path\":\"docker/Dockerfile\"},"
            + output("")
            + "}");

    assertThat(failed().reason()).isEqualTo("DockerfileNotFound");
  }

  @Test
  void aSecretWithoutTheKey() throws Exception {
    pod.secret("push", "password", "canary")
        .job(dockerfile("FROM scratch") + output(",\"secretRef\":{\"name\":\"push\"}") + "}");

    Failure failure = failed();

    assertThat(failure.failureClass()).isEqualTo(FailureClass.Configuration);
    assertThat(failure.reason()).isEqualTo("SecretMalformed");
    assertThat(failure.message())
        .contains("Secret push")
        .contains(".dockerconfigjson")
        .doesNotContain("canary");
  }

  @Test
  void aSecretThatIsNoJson() throws Exception {
    pod.secret("push", ".dockerconfigjson", "canary")
        .job(dockerfile("FROM scratch") + output(",\"secretRef\":{\"name\":\"push\"}") + "}");

    Failure failure = failed();

    assertThat(failure.reason()).isEqualTo("SecretMalformed");
    assertThat(failure.message()).contains("push/.dockerconfigjson").doesNotContain("canary");
  }

  @Test
  void aKeyThatIsNone() throws Exception {
    pod.secret("ssh", "ssh-privatekey", "canary")
        .job(
            dockerfile("FROM scratch")
                + "\"ssh\":[{\"secretRef\":{\"name\":\"ssh\"}}],"
                + output("")
                + "}");

    Failure failure = failed();

    assertThat(failure.reason()).isEqualTo("SecretMalformed");
    assertThat(failure.message()).contains("Secret ssh").doesNotContain("canary");
  }

  @Test
  void withoutIsolationNothingIsBuilt() throws Exception {
    pod.isolation =
        Optional.of(
            Problem.environment("prepare RUN steps", "no namespaces")
                .because(Reason.ISOLATION_UNAVAILABLE));
    pod.job(dockerfile("FROM scratch") + output("") + "}");

    Failure failure = failed();

    assertThat(failure.failureClass()).isEqualTo(FailureClass.Configuration);
    assertThat(failure.reason()).isEqualTo("IsolationUnavailable");
    assertThat(pod.outcome().isolation()).isNull();
    assertThat(registry.requests()).isEmpty();
  }

  @Test
  void afterAnInterruptionNoTagIsWritten() throws Exception {
    var pushing = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    registry.interceptor =
        exchange -> {
          if (exchange.getRequestMethod().equals("PUT")) {
            pushing.countDown();
            try {
              go.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
          return false;
        };
    pod.job(dockerfile("FROM scratch\\nLABEL a=b") + output("") + "}");
    var ended = new CountDownLatch(1);
    Thread building =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    pod.runner().build();
                  } catch (InterruptedException e) {
                    ended.countDown();
                  }
                });
    pushing.await();
    building.interrupt();
    go.countDown();
    building.join();

    assertThat(ended.getCount()).isZero();
    assertThat(registry.manifests).isEmpty();
    assertThat(pod.at(PodPaths.TERMINATION_MESSAGE)).doesNotExist();
  }
}
