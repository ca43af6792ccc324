package build.stave.crds;

import static org.assertj.core.api.Assertions.assertThat;

import build.stave.crds.v1alpha1.Durations;
import build.stave.crds.v1alpha1.ImageBuildRunSpec;
import build.stave.crds.v1alpha1.ImageBuildSpec;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is sent to the cluster is what the schema knows. */
final class RecordsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BUILD =
      """
      {"source":{"inline":{"files":{"a":"b"}}},"output":{"image":"r/i","tags":["latest"]},\
      "timeout":"1h","isolation":"Nested"}\
      """;

  @Test
  void writesNoPropertyThatNobodySet() throws Exception {
    assertThat(JSON.writeValueAsString(JSON.readValue(BUILD, ImageBuildSpec.class)))
        .isEqualTo(BUILD);

    String run = "{\"build\":" + BUILD + ",\"trigger\":{\"cause\":\"Manual\"}}";
    assertThat(JSON.writeValueAsString(JSON.readValue(run, ImageBuildRunSpec.class)))
        .isEqualTo(run);
  }

  @Test
  void readsDurations() {
    assertThat(Durations.parse("1h30m")).isEqualTo(Duration.ofMinutes(90));
    assertThat(Durations.parse("10s")).isEqualTo(Duration.ofSeconds(10));
  }
}
