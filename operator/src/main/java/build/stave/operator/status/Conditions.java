package build.stave.operator.status;

import build.stave.crds.v1alpha1.Condition;
import build.stave.crds.v1alpha1.Condition.Status;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * The conditions of a resource: what is said anew keeps the time of its last change as long as its
 * status is the same. Reconciling and Stalled are there only while they are true.
 *
 * @param before conditions as they stand
 * @param generation of the resource that is spoken of
 * @param clock for the time of a change
 */
public record Conditions(List<Condition> before, long generation, Clock clock) {
  /** Longest message that the schema admits. */
  private static final int MESSAGE_LIMIT = 32768;

  /** Being worked at: Ready is unknown. */
  public List<Condition> progressing(String reason, String message) {
    return List.of(
        of(Condition.READY, Status.Unknown, reason, message),
        of(Condition.RECONCILING, Status.True, reason, message));
  }

  /** Done. */
  public List<Condition> ready(String reason, String message) {
    return List.of(of(Condition.READY, Status.True, reason, message));
  }

  /** Failed, until a person does something. */
  public List<Condition> stalled(String reason, String message) {
    return List.of(
        of(Condition.READY, Status.False, reason, message),
        of(Condition.STALLED, Status.True, reason, message));
  }

  /** One condition. */
  public Condition of(String type, Status status, String reason, String message) {
    String since =
        find(before, type)
            .filter(old -> old.status() == status)
            .map(Condition::lastTransitionTime)
            .orElseGet(() -> clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
    String text = message.length() > MESSAGE_LIMIT ? message.substring(0, MESSAGE_LIMIT) : message;
    return new Condition(type, status, reason, text, since, generation);
  }

  /** The condition of a type. */
  public static Optional<Condition> find(List<Condition> conditions, String type) {
    return conditions.stream().filter(condition -> condition.type().equals(type)).findFirst();
  }
}
