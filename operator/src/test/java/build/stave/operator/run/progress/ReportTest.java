package build.stave.operator.run.progress;

import static org.assertj.core.api.Assertions.assertThat;

import build.stave.crds.job.Outcome;
import build.stave.crds.v1alpha1.Failure;
import build.stave.crds.v1alpha1.ImageBuildRun;
import build.stave.crds.v1alpha1.ImageBuildRunStatus;
import build.stave.crds.v1alpha1.SourceStatus;
import build.stave.operator.run.TestRuns;
import build.stave.operator.run.job.JobFactory;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each case of progress.yaml. */
class ReportTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TestFactory
  Stream<DynamicTest> seenIsUnderstood() throws IOException {
    JsonNode cases = new YAMLMapper().readTree(TestRuns.text("progress.yaml"));
    return StreamSupport.stream(cases.spliterator(), false)
        .map(c -> DynamicTest.dynamicTest(c.get("name").asText(), () -> check(c)));
  }

  private static void check(JsonNode c) {
    Report report = Report.of(observation(c));

    assertThat(text(report.progress())).isEqualTo(c.get("is").asText());
    if (c.has("started")) {
      assertThat(report.started()).hasValue(c.get("started").asText());
    }
    if (c.has("ended")) {
      assertThat(report.ended()).hasValue(c.get("ended").asText());
    }
    if (c.has("commit")) {
      assertThat(report.said().map(Outcome::source).map(SourceStatus::commit))
          .hasValue(c.get("commit").asText());
    }
    if (c.has("line") && report.progress() instanceof Progress.Failed(Failure failure)) {
      assertThat(failure.line()).isEqualTo(c.get("line").asInt());
      assertThat(failure.reason()).isNotEmpty();
    }
  }

  private static String text(Progress progress) {
    return switch (progress) {
      case Progress.Waiting(Reason reason, String message) -> "Waiting " + reason + ": " + message;
      case Progress.Working(Reason reason, String message) -> "Working " + reason + ": " + message;
      case Progress.Succeeded(var image) -> "Succeeded " + image.reference();
      case Progress.Failed(Failure f) ->
          "Failed " + f.failureClass() + " " + f.reason() + ": " + f.message();
      case Progress.Cancelled _ -> "Cancelled";
    };
  }

  private static Observation observation(JsonNode c) {
    ImageBuildRun run = TestRuns.run("git");
    if (c.has("run")) {
      run.setStatus(JSON.convertValue(c.get("run"), ImageBuildRunStatus.class));
    }
    Job job = JobFactory.of(run, TestRuns.SETTINGS);
    JsonNode seen = c.path("job");
    if (seen.has("status")) {
      job.setStatus(JSON.convertValue(seen.get("status"), JobStatus.class));
    }
    if (seen.path("spec").has("suspend")) {
      job.getSpec().setSuspend(true);
    }
    List<Pod> pods = new ArrayList<>();
    c.path("pods").forEach(pod -> pods.add(pod(job, pod, pods.size())));
    List<Event> events = new ArrayList<>();
    c.path("events").forEach(event -> events.add(event(event)));
    return new Observation(run, job, pods, events);
  }

  private static Pod pod(Job job, JsonNode status, int number) {
    String name = Character.toString('a' + number);
    return new PodBuilder()
        .withNewMetadata()
        .withName(name)
        .withCreationTimestamp("2026-01-31T12:00:0" + number + "Z")
        .withDeletionTimestamp(status.has("deleted") ? "2026-01-31T12:00:09Z" : null)
        .endMetadata()
        .withSpec(job.getSpec().getTemplate().getSpec())
        .withStatus(JSON.convertValue(status, PodStatus.class))
        .build();
  }

  private static Event event(JsonNode event) {
    return new EventBuilder()
        .withNewInvolvedObject()
        .withKind(event.get("kind").asText())
        .endInvolvedObject()
        .withType(event.get("type").asText())
        .withReason(event.get("reason").asText())
        .withMessage(event.get("message").asText())
        .withLastTimestamp(event.path("at").asText("2026-01-31T12:00:01Z"))
        .build();
  }
}
