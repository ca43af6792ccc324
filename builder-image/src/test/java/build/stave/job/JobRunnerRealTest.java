package build.stave.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import build.stave.crds.job.Outcome;
import build.stave.crds.v1alpha1.Failure;
import build.stave.crds.v1alpha1.FailureClass;
import build.stave.crds.v1alpha1.StepStatus;
import build.stave.problem.StaveException;
import build.stave.registry.FakeRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs whose steps run. */
@Tag("real")
final class JobRunnerRealTest {
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

  private void job(String lines, String more) throws Exception {
    String busybox =
        Base64.getEncoder().encodeToString(Files.readAllBytes(Path.of("/bin/busybox")));
    pod.job(
        "{\"source\":{\"inline\":{\"files\":{\"Dockerfile\":\"FROM scratch AS tools\\n"
            + "COPY busybox /bin/busybox\\nSHELL [\\\"/bin/busybox\\\", \\\"sh\\\", \\\"-c\\\"]\\n"
            + lines
            + "\"},\"binaryFiles\":{\"busybox\":\""
            + busybox
            + "\"},\"executable\":[\"busybox\"]},\"files\":[{\"configMap\":{\"name\":\"conf\"},\"path\":\"etc\"}]},"
            + more
            + "\"output\":{\"image\":\""
            + registry.authority()
            + "/shop\"}}");
    pod.configMap("conf", "app.conf", "level=1");
  }

  @Test
  void aStepThatFailsIsNamed() throws Exception {
    job("RUN echo one\\nRUN echo two; echo three >&2; exit 7", "");

    assertThatThrownBy(() -> pod.runner().build()).isInstanceOf(StaveException.class);

    Outcome outcome = pod.outcome();
    Failure failure = Objects.requireNonNull(outcome.failure());
    assertThat(failure.failureClass()).isEqualTo(FailureClass.User);
    assertThat(failure.reason()).isEqualTo("StepFailed");
    assertThat(failure.stage()).isEqualTo("tools");
    assertThat(failure.file()).isEqualTo("Dockerfile");
    assertThat(failure.line()).isEqualTo(5);
    assertThat(failure.exitCode()).isEqualTo(7);
    assertThat(failure.instruction()).isEqualTo("RUN echo two; echo three >&2; exit 7");
    assertThat(failure.logTail()).contains("two").contains("three");
    assertThat(failure.message())
        .isEqualTo("Dockerfile:5: RUN echo two; echo three >&2; exit 7: exit code 7");
    assertThat(outcome.steps()).extracting(StepStatus::line).containsExactly(2, 4, 5);
    assertThat(registry.manifests).isEmpty();
  }

  @Test
  void mountedObjectsReachTheBuildAndSecretsTheStepAlone() throws Exception {
    job(
        "COPY etc/app.conf /app.conf\\n"
            + "RUN --mount=type=secret,id=token [ $(/bin/busybox wc -c < /run/secrets/token) = 6 ] && "
            + "/bin/busybox grep -q level=1 /app.conf",
        "\"secrets\":[{\"id\":\"token\",\"secretKeyRef\":{\"name\":\"npm\",\"key\":\"token\"}}],");
    pod.secret("npm", "token", "canary");

    pod.runner().build();

    assertThat(pod.outcome().image()).isNotNull();
    assertThat(registry.manifests).containsKey("shop:latest");
    assertThat(registry.blobs.values())
        .noneMatch(
            blob ->
                new String(blob, java.nio.charset.StandardCharsets.ISO_8859_1).contains("canary"));
  }

  @Test
  void aSecretThatARunRequiresAndNobodyGave() throws Exception {
    job("RUN --mount=type=secret,id=token,required=true true", "");

    assertThatThrownBy(() -> pod.runner().build()).isInstanceOf(StaveException.class);

    Failure failure = Objects.requireNonNull(pod.outcome().failure());
    assertThat(failure.failureClass()).isEqualTo(FailureClass.Configuration);
    assertThat(failure.reason()).isEqualTo("SecretNotGiven");
    assertThat(failure.message()).contains("spec.secrets");
  }
}
