package build.stave.operator.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import build.stave.operator.run.TestRuns;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(crud = true, https = false)
class EventRecorderTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-31T12:00:00.5Z"), ZoneOffset.UTC);

  @SuppressWarnings("NullAway.Init")
  KubernetesClient client;

  @Test
  void whatIsSaidTwiceIsOneEvent() {
    var recorder = new EventRecorder(client, CLOCK);
    var run = TestRuns.run("git");
    recorder.record(run, EventRecorder.Type.Warning, "Retrying", "1", "a pod was lost");
    recorder.record(run, EventRecorder.Type.Warning, "Retrying", "1", "a pod was lost");
    recorder.record(run, EventRecorder.Type.Warning, "Retrying", "2", "another pod was lost");

    assertThat(client.v1().events().inNamespace("team-a").list().getItems())
        .extracting(Event::getReason, Event::getMessage, Event::getLastTimestamp)
        .containsExactlyInAnyOrder(
            tuple("Retrying", "a pod was lost", "2026-01-31T12:00:00Z"),
            tuple("Retrying", "another pod was lost", "2026-01-31T12:00:00Z"));
  }
}
