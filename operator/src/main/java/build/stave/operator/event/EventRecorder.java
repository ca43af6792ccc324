package build.stave.operator.event;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes Events. Each has a name that follows from what it says, so that saying it again, after a
 * crash or from two operators, makes no second one. An Event that cannot be written is logged: a
 * build does not fail for it.
 */
public final class EventRecorder {
  private static final Logger LOG = LoggerFactory.getLogger(EventRecorder.class);
  private static final String COMPONENT = "stave-operator";
  private static final int NOTE_LIMIT = 1024;

  private final KubernetesClient client;
  private final Clock clock;

  /** Kinds of Events. */
  public enum Type {
    Normal,
    Warning
  }

  /** A recorder that writes with that client. */
  public EventRecorder(KubernetesClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  /**
   * Writes an Event, unless it is there already.
   *
   * @param about object of a namespace, as the API server returned it
   * @param reason one word
   * @param occasion what tells this Event from others about the object with the same reason, such
   *     as the name of a run
   */
  public void record(HasMetadata about, Type type, String reason, String occasion, String message) {
    Event event = event(about, type, reason, occasion, message);
    try {
      client.v1().events().inNamespace(about.getMetadata().getNamespace()).resource(event).create();
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        LOG.atWarn()
            .addKeyValue("event", reason)
            .addKeyValue("about", about.getFullResourceName() + "/" + about.getMetadata().getName())
            .log("Event not written: {}", e.getMessage());
      }
    }
  }

  private Event event(
      HasMetadata about, Type type, String reason, String occasion, String message) {
    String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    var metadata = about.getMetadata();
    String identity = String.join("\n", metadata.getUid(), reason, occasion);
    UUID hash = UUID.nameUUIDFromBytes(identity.getBytes(StandardCharsets.UTF_8));
    return new EventBuilder()
        .withNewMetadata()
        .withName(metadata.getName() + "." + hash)
        .withNamespace(metadata.getNamespace())
        .endMetadata()
        .withNewInvolvedObject()
        .withApiVersion(about.getApiVersion())
        .withKind(about.getKind())
        .withName(metadata.getName())
        .withNamespace(metadata.getNamespace())
        .withUid(metadata.getUid())
        .withResourceVersion(metadata.getResourceVersion())
        .endInvolvedObject()
        .withType(type.name())
        .withReason(reason)
        .withMessage(
            message.length() > NOTE_LIMIT ? message.substring(0, NOTE_LIMIT - 1) + "…" : message)
        .withFirstTimestamp(now)
        .withLastTimestamp(now)
        .withCount(1)
        .withNewSource()
        .withComponent(COMPONENT)
        .endSource()
        .withReportingComponent(COMPONENT)
        .build();
  }
}
