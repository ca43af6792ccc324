package build.stave.operator.imagebuild;

import build.stave.crds.v1alpha1.ImageBuild;

/**
 * All that a decision follows from, and the decision.
 *
 * @param runs that are known
 * @param started what the last of them was started for
 * @param decision what is to be done now
 */
record State(OwnRuns runs, Started started, Decision decision) {

  static State of(ImageBuild build, OwnRuns runs, Sight sight) {
    Started started = Started.of(build.getStatus(), runs);
    return new State(runs, started, Decisions.decide(build, runs, started, sight));
  }

  /** The same with a run that the cache does not have, or has as it was before. */
  State with(ImageBuild build, KnownRun run, Sight sight) {
    return of(build, runs.with(run), sight);
  }
}
