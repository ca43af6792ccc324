package build.stave.operator.run.job;

import static org.assertj.core.api.Assertions.assertThat;

import build.stave.crds.v1alpha1.ImageBuildRun;
import build.stave.operator.run.TestRuns;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run and its Job, as files; {@code -Djobs.write=true} writes the latter. */
class JobFactoryTest {
  @ParameterizedTest
  @ValueSource(strings = {"git", "all"})
  void aRunHasThisJob(String name) throws IOException {
    String job = TestRuns.YAML.asYaml(JobFactory.of(TestRuns.run(name), TestRuns.SETTINGS));
    String file = name + "-job.yaml";
    if (Boolean.getBoolean("jobs.write")) {
      Files.writeString(Path.of("src/test/resources/run").resolve(file), job);
    }
    assertThat(job).as("./mvnw -pl operator test -Djobs.write=true").isEqualTo(TestRuns.text(file));
  }

  /** What looks which commit is built has the Secret of git and no other. */
  @Test
  void onlyTheBuildSeesWhatOnlyItNeeds() {
    PodSpec pod = pod(TestRuns.run("git"));

    assertThat(pod.getInitContainers().getFirst().getVolumeMounts())
        .extracting(VolumeMount::getMountPath)
        .containsExactly("/work", "/tmp", "/run/stave/job", "/run/stave/secrets/git-auth");
    assertThat(pod.getContainers().getFirst().getVolumeMounts())
        .extracting(VolumeMount::getMountPath)
        .containsExactly(
            "/work",
            "/tmp",
            "/run/stave/job",
            "/run/stave/secrets/git-auth",
            "/run/stave/secrets/registry-auth");
  }

  @Test
  void aKnownCommitIsNotLookedFor() {
    assertThat(pod(TestRuns.run("all")).getInitContainers()).isEmpty();
  }

  private static PodSpec pod(ImageBuildRun run) {
    return JobFactory.of(run, TestRuns.SETTINGS).getSpec().getTemplate().getSpec();
  }
}
