package build.stave.operator.run.job;

import static org.assertj.core.api.Assertions.assertThat;

import build.stave.crds.job.BuildJob;
import build.stave.crds.job.PodPaths;
import build.stave.crds.v1alpha1.ImageBuildRun;
import build.stave.operator.run.TestRuns;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobConfigMapTest {
  private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

  @ParameterizedTest
  @ValueSource(strings = {"git", "all"})
  void theBuilderReadsWhatTheOperatorWrote(String name) throws JsonProcessingException {
    ImageBuildRun run = TestRuns.run(name);
    var configMap = JobConfigMap.of(run, TestRuns.SETTINGS, COMMIT);
    BuildJob job =
        new ObjectMapper().readValue(configMap.getData().get(PodPaths.JOB_FILE), BuildJob.class);

    assertThat(job)
        .isEqualTo(
            new BuildJob(
                run.getMetadata().getName(),
                run.getSpec().number(),
                "2026-01-31T12:00:00Z",
                COMMIT,
                run.getSpec().build(),
                TestRuns.SETTINGS.registriesConf(),
                null));
    assertThat(RunObjects.isOf(run, configMap)).isTrue();
  }
}
