package build.stave.cli;

import build.stave.engine.BuildEvent;

/** Passes warnings on and drops all other events. */
record WarningsOnly(BuildEvent.Listener listener) implements BuildEvent.Listener {
  @Override
  public void on(BuildEvent event) {
    if (event instanceof BuildEvent.Warning) {
      listener.on(event);
    }
  }
}
