package build.stave.operator.imagebuild;

import build.stave.crds.v1alpha1.ImageBuild;
import java.util.Optional;

/**
 * Starts runs. A run has the name that everybody else would give it, so where it is there already,
 * another operator was faster or the cache is behind: then it is taken into account and decided
 * anew.
 */
final class RunStarter {
  /** Names tried that runs have which belong to something else. */
  private static final int MAX_FOREIGN = 100;

  private final RunClient client;
  private final BuildEvents events;

  RunStarter(RunClient client, BuildEvents events) {
    this.client = client;
    this.events = events;
  }

  /** What is there once a run has been started, or found not to be needed. */
  State start(ImageBuild build, State before, Sight sight) {
    State state = before;
    long taken = 0;
    for (int foreign = 0; foreign < MAX_FOREIGN; ) {
      if (!(state.decision() instanceof Decision.Start start)) {
        return state;
      }
      long number = Math.max(state.started().number(), taken) + 1;
      Optional<KnownRun> run = create(build, number, start, state.started());
      if (run.isEmpty()) {
        run = client.get(build, RunTemplate.name(build, number));
      }
      if (run.isPresent() && OwnRuns.isOwned(build, run.get())) {
        state = state.with(build, run.get(), sight);
      } else {
        taken = number;
        foreign++;
      }
    }
    throw new IllegalStateException(
        MAX_FOREIGN + " runs that belong to others have the names that are next");
  }

  private Optional<KnownRun> create(
      ImageBuild build, long number, Decision.Start start, Started started) {
    String request = Decisions.request(build);
    String answered = request == null ? started.request() : request;
    Optional<KnownRun> created = client.create(RunTemplate.run(build, number, start, answered));
    created.map(Run::new).ifPresent(run -> events.created(build, run, start.trigger()));
    return created;
  }
}
