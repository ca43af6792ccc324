package build.stave.corpus;

import build.stave.engine.BuildEvent;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Which steps of a build were carried out, and which came from a cache, as {@code stage: text}. */
final class StepLog implements BuildEvent.Listener {
  private final Map<Integer, String> names = new HashMap<>();
  private final Set<String> carriedOut = new TreeSet<>();
  private final Set<String> cached = new TreeSet<>();

  @Override
  public synchronized void on(BuildEvent event) {
    switch (event) {
      case BuildEvent.Started started ->
          started
              .step()
              .ifPresent(
                  step ->
                      names.put(
                          started.vertex(),
                          step.stage() + ":" + step.location().line() + " " + step.instruction()));
      case BuildEvent.Finished finished -> {
        String name = names.get(finished.vertex());
        if (name != null) {
          (finished.outcome() == BuildEvent.Outcome.CACHED ? cached : carriedOut).add(name);
        }
      }
      case BuildEvent.Output _ -> {}
      case BuildEvent.Note _ -> {}
      case BuildEvent.Warning _ -> {}
    }
  }

  synchronized Set<String> carriedOut() {
    return Set.copyOf(carriedOut);
  }

  synchronized Set<String> cached() {
    return Set.copyOf(cached);
  }
}
