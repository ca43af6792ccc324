package build.stave.operator.run.progress;

import io.fabric8.kubernetes.api.model.Event;
import java.util.List;
import java.util.function.Predicate;

/** Reads Events that others wrote. */
final class Events {
  private Events() {}

  /** When it was last seen, in RFC 3339; empty where it does not say. */
  static String time(Event event) {
    if (event.getLastTimestamp() != null) {
      return event.getLastTimestamp();
    }
    if (event.getEventTime() != null && event.getEventTime().getTime() != null) {
      return event.getEventTime().getTime();
    }
    String created = event.getMetadata().getCreationTimestamp();
    return created == null ? "" : created;
  }

  /**
   * Messages of warnings with one of these reasons that nothing good followed, newest last, each
   * once.
   */
  static List<String> warnings(List<Event> events, String kind, String... reasons) {
    Predicate<Event> about = event -> kind.equals(event.getInvolvedObject().getKind());
    String good =
        events.stream()
            .filter(about)
            .filter(event -> !"Warning".equals(event.getType()))
            .map(Events::time)
            .reduce("", (first, second) -> second);
    return events.stream()
        .filter(about)
        .filter(event -> "Warning".equals(event.getType()))
        .filter(event -> List.of(reasons).contains(event.getReason()))
        .filter(event -> time(event).compareTo(good) >= 0)
        .map(Event::getMessage)
        .distinct()
        .toList();
  }
}
