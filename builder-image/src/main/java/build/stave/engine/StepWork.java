package build.stave.engine;

import build.stave.graph.Step;

/** Carries out single steps in a mounted snapshot. */
final class StepWork {
  private final FileSteps files;
  private final RunSteps runs;

  StepWork(FileSteps files, RunSteps runs) {
    this.files = files;
    this.runs = runs;
  }

  /**
   * Carries a step out.
   *
   * @param root of the snapshot, absolute
   */
  void carryOut(Step step, String root, Vertices.Vertex vertex) throws Exception {
    switch (step) {
      case Step.Run run -> runs.run(run, root, vertex);
      case Step.Files copy -> files.copy(copy, root);
      case Step.Workdir workdir -> files.workdir(workdir, root);
      case Step.Metadata _ -> {}
    }
  }
}
