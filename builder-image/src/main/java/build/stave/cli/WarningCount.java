package build.stave.cli;

import build.stave.engine.BuildEvent;
import java.util.concurrent.atomic.AtomicInteger;

/** Passes warnings on, counts them, and drops all other events. */
final class WarningCount implements BuildEvent.Listener {
  private final BuildEvent.Listener listener;
  private final AtomicInteger count = new AtomicInteger();

  WarningCount(BuildEvent.Listener listener) {
    this.listener = listener;
  }

  @Override
  public void on(BuildEvent event) {
    if (event instanceof BuildEvent.Warning) {
      count.incrementAndGet();
      listener.on(event);
    }
  }

  int count() {
    return count.get();
  }
}
