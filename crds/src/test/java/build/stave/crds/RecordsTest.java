package build.stave.crds;

import static org.assertj.core.api.Assertions.assertThat;

import build.stave.crds.job.Outcome;
import build.stave.crds.v1alpha1.Cache;
import build.stave.crds.v1alpha1.Durations;
import build.stave.crds.v1alpha1.Failure;
import build.stave.crds.v1alpha1.FailureClass;
import build.stave.crds.v1alpha1.ImageBuildRunSpec;
import build.stave.crds.v1alpha1.ImageBuildSpec;
import build.stave.crds.v1alpha1.ImageStatus;
import build.stave.crds.v1alpha1.Isolation;
import build.stave.crds.v1alpha1.Sizes;
import build.stave.crds.v1alpha1.Source;
import build.stave.crds.v1alpha1.SourceStatus;
import build.stave.crds.v1alpha1.StepStatus;
import build.stave.crds.v1alpha1.Trigger;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.List;
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
  void fillsInWhatTheSchemaWould() throws Exception {
    String least =
        "{\"source\":{\"inline\":{\"files\":{\"a\":\"b\"}}},\"output\":{\"image\":\"r/i\"}}";
    assertThat(JSON.readValue(least, ImageBuildSpec.class))
        .isEqualTo(JSON.readValue(BUILD, ImageBuildSpec.class));
    assertThat(JSON.readValue("{\"build\":" + least + "}", ImageBuildRunSpec.class).trigger())
        .isEqualTo(Trigger.MANUAL);
  }

  @Test
  void anOutcomeSaysNothingOfWhatIsNotKnown() throws Exception {
    var begun = new Outcome(null, null, List.of(), null, null);
    assertThat(JSON.writeValueAsString(begun)).isEqualTo("{}");
    assertThat(JSON.readValue("{}", Outcome.class)).isEqualTo(begun);
  }

  @Test
  void anOutcomeComesBackAsItWas() throws Exception {
    var outcome =
        new Outcome(
            new SourceStatus("0123456789abcdef0123456789abcdef01234567", "main"),
            Isolation.Nested,
            List.of(new StepStatus("build", "RUN make", 7, null, 1500L)),
            new ImageStatus("r/i", "sha256:00", List.of("latest"), 3_000_000_000L, 2),
            new Failure(
                FailureClass.User,
                "StepFailed",
                "…",
                "build",
                "RUN make",
                "Dockerfile",
                7,
                2,
                "no\n"));
    String text = JSON.writeValueAsString(outcome);
    assertThat(text).contains("\"class\":\"User\"").doesNotContain("null", "failureClass");
    assertThat(JSON.readValue(text, Outcome.class)).isEqualTo(outcome);
  }

  @Test
  void bytesMayBeFolded() throws Exception {
    var inline =
        JSON.readValue("{\"binaryFiles\":{\"a\":\"AAEC AwQF\\nBg==\\n\"}}", Source.Inline.class);
    assertThat(inline.binaryFiles()).containsEntry("a", new byte[] {0, 1, 2, 3, 4, 5, 6});
  }

  @Test
  void readsSizes() {
    assertThat(Sizes.parse("20Gi")).isEqualTo(20L << 30);
    assertThat(Sizes.parse("999999Ti")).isEqualTo(999_999L << 40);
    assertThat(Sizes.parse("5k")).isEqualTo(5_000);
    assertThat(Sizes.parse("3T")).isEqualTo(3_000_000_000_000L);
    assertThat(Sizes.find("5k")).hasValue(5_000);
    assertThat(Sizes.find("0Gi")).isEmpty();
    assertThat(Sizes.find("5GiB")).isEmpty();
  }

  @Test
  void aCacheIsWrittenAsItWasRead() throws Exception {
    String written =
        """
        {"registry":{},"volume":{"claimName":"steps","scope":"default"},"inline":true,"disabled":false}\
        """;
    String read = written.replace(",\"scope\":\"default\"", "");

    Cache cache = JSON.readValue(read, Cache.class);

    assertThat(JSON.writeValueAsString(cache)).isEqualTo(written);
    assertThat(cache.describesImage()).isTrue();
    assertThat(cache.buildsAnew()).isFalse();
  }

  @Test
  void readsDurations() {
    assertThat(Durations.parse("1h30m")).isEqualTo(Duration.ofMinutes(90));
    assertThat(Durations.parse("10s")).isEqualTo(Duration.ofSeconds(10));
  }
}
