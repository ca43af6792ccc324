package build.stave.operator.run;

import static org.assertj.core.api.Assertions.assertThat;

import build.stave.crds.job.BuildJob;
import build.stave.crds.job.PodPaths;
import build.stave.crds.v1alpha1.FailureClass;
import build.stave.crds.v1alpha1.ImageBuildRun;
import build.stave.operator.run.job.RunObjects;
import build.stave.operator.run.progress.Failures;
import build.stave.operator.run.progress.Progress;
import build.stave.operator.run.progress.Reason;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@EnableKubernetesMockClient(crud = true, https = false)
@SuppressWarnings("NullAway.Init")
class ClusterTest {
  private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

  private final ImageBuildRun run = TestRuns.run("git");
  KubernetesClient client;
  KubernetesMockServer server;

  private Cluster cluster() {
    return new Cluster(client, TestRuns.SETTINGS);
  }

  private ConfigMap configMap() {
    return client.configMaps().inNamespace("team-a").withName("shop-7").get();
  }

  @Test
  void whatIsThereIsNotMadeAgain() {
    assertThat(cluster().create(run)).isEmpty();
    String version = configMap().getMetadata().getResourceVersion();

    assertThat(cluster().create(run)).isEmpty();
    assertThat(configMap().getMetadata().getResourceVersion()).isEqualTo(version);
    assertThat(client.batch().v1().jobs().inAnyNamespace().list().getItems()).hasSize(1);
    assertThat(cluster().job(run)).hasValueSatisfying(job -> RunObjects.isOf(run, job));
  }

  @Test
  void whatIsAnotherIsLeftAlone() {
    var foreign =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withNamespace("team-a")
            .withName("shop-7")
            .endMetadata()
            .build();
    client.resource(foreign).create();

    assertThat(cluster().create(run))
        .contains(
            new Progress.Waiting(
                Reason.NameTaken,
                "ConfigMap shop-7 is not this run's; the run goes on when it is gone"));
    assertThat(cluster().job(run)).isEmpty();
  }

  @Test
  void aJobOfAnEarlierRunOfTheSameNameIsNotThisRuns() {
    ImageBuildRun earlier = TestRuns.run("git");
    earlier.getMetadata().setUid("6c1f2c2e-0000-4000-8000-00000000000f");
    cluster().create(earlier);

    assertThat(cluster().job(run)).isEmpty();
  }

  @Test
  void laterPodsBuildTheCommitOfTheFirst() throws JsonProcessingException {
    cluster().create(run);
    cluster().pin(run, COMMIT);

    String json = configMap().getData().get(PodPaths.JOB_FILE);
    assertThat(new ObjectMapper().readValue(json, BuildJob.class).commit()).isEqualTo(COMMIT);
  }

  @ParameterizedTest
  @CsvSource({
    "403, exceeded quota: objects, QuotaExceeded",
    "403, namespace is being terminated, PodForbidden"
  })
  void whatMayPassIsWaitedFor(int code, String message, Reason reason) {
    refuse(code, message);
    assertThat(cluster().create(run))
        .contains(new Progress.Waiting(reason, "ConfigMap is not admitted: " + message));
  }

  @ParameterizedTest
  @CsvSource({"400, denied the request", "413, too large", "422, Too long: may not be more"})
  void whatStaysWrongFails(int code, String message) {
    refuse(code, message);
    assertThat(cluster().create(run))
        .contains(
            new Progress.Failed(
                Failures.of(
                    FailureClass.Configuration,
                    Reason.JobInvalid,
                    "ConfigMap is refused: " + message)));
  }

  private void refuse(int code, String message) {
    server
        .expect()
        .post()
        .withPath("/api/v1/namespaces/team-a/configmaps")
        .andReturn(code, new StatusBuilder().withCode(code).withMessage(message).build())
        .once();
  }
}
