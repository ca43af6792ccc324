package build.stave.engine;

import build.stave.engine.StageResult.TreeSource;
import build.stave.graph.Base;
import build.stave.graph.PlannedStage;
import build.stave.graph.Step;
import build.stave.layer.LayerBlob;
import build.stave.layer.LayerWriter;
import build.stave.oci.ImageConfig.History;
import build.stave.problem.Reason;
import build.stave.problem.StaveException;
import build.stave.snapshot.Committed;
import build.stave.snapshot.Snapshot;
import build.stave.snapshot.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;

/** Carries out one stage, step by step. */
final class StageWork {
  private static final String COMMENT = "buildkit.dockerfile.v0";

  private final BuildContext build;
  private final PlannedStage stage;
  private final boolean exported;
  private final LayerWriter writer;
  private final StepWork steps;

  /**
   * The work of a stage.
   *
   * @param exported whether the image has this stage's layers
   */
  StageWork(
      BuildContext build,
      PlannedStage stage,
      boolean exported,
      LayerWriter writer,
      StepWork steps) {
    this.build = build;
    this.stage = stage;
    this.exported = exported;
    this.writer = writer;
    this.steps = steps;
  }

  StageResult run() throws Exception {
    StageResult base = base();
    TreeSource tree = base.tree();
    List<Future<LayerBlob>> layers = new ArrayList<>(base.layers());
    List<History> history = new ArrayList<>(base.history());
    int number = 0;
    int total = (int) stage.steps().stream().filter(StageWork::makesLayer).count();
    for (Step step : stage.steps()) {
      boolean layer = makesLayer(step);
      if (layer) {
        number++;
        Committed committed = carryOut(step, number, total, tree);
        tree = linked(step) ? onTop(tree, committed) : committed::tree;
        if (exported) {
          layers.add(
              build
                  .threads()
                  .submit(() -> writer.write(committed.changes(), build.work().folder())));
        }
      }
      history.add(
          new History(
              build.times().createdText(), step.header().createdBy(), null, COMMENT, !layer));
    }
    return new StageResult(tree, base.base(), layers, history);
  }

  private static boolean makesLayer(Step step) {
    return switch (step) {
      case Step.Run _ -> true;
      case Step.Files _ -> true;
      case Step.Workdir workdir -> !workdir.path().equals("/");
      case Step.Metadata _ -> false;
    };
  }

  /** A linked layer knows nothing of what lies below it (Dockerfile reference, --link). */
  private static boolean linked(Step step) {
    return step instanceof Step.Files files && files.link();
  }

  private StageResult base() throws Exception {
    return switch (stage.base()) {
      case Base.Scratch() ->
          new StageResult(() -> Tree.EMPTY, Optional.empty(), List.of(), List.of());
      case Base.Stage(int index) -> build.stages().get(index);
      case Base.Image(var image) ->
          new StageResult(
              () -> build.images().tree(image),
              Optional.of(build.images().source(image)),
              List.of(),
              List.of());
    };
  }

  private Committed carryOut(Step step, int number, int total, TreeSource source) throws Exception {
    Tree below = linked(step) ? Tree.EMPTY : source.get();
    String label = stage.name().isEmpty() ? String.valueOf(stage.index()) : stage.name();
    var name =
        new BuildEvent.StepName(
            label, step.header().text(), build.dockerfile().location(step.header().range()));
    String shown = stage.name().isEmpty() ? "stage-" + label : label;
    String title = "[" + shown + " " + number + "/" + total + "] " + step.header().text();
    for (int input : StepInputs.stages(step)) {
      build.stages().get(input);
    }
    try {
      return build
          .vertices()
          .step(
              title,
              name,
              vertex -> {
                long newFrom = build.times().newFrom(build.clock());
                try (Snapshot snapshot = build.work().begin(below)) {
                  steps.carryOut(step, snapshot.root(), vertex);
                  return snapshot.commit(build.times().epoch(), newFrom);
                }
              });
    } catch (StaveException e) {
      throw e.problem()
          .at(name.location())
          .inStep(name.stage(), name.instruction())
          .orBecause(Reason.STEP_FAILED)
          .exception(e);
    }
  }

  /** A linked layer on what lies below it, which may never be asked for. */
  private static TreeSource onTop(TreeSource below, Committed linked) {
    return () -> {
      Tree tree = below.get();
      for (String layer : linked.tree().layers()) {
        tree = tree.plus(layer);
      }
      return tree;
    };
  }
}
