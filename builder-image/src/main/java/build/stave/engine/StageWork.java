package build.stave.engine;

import build.stave.engine.StageResult.TreeSource;
import build.stave.graph.Base;
import build.stave.graph.PlannedStage;
import build.stave.graph.Step;
import build.stave.oci.ImageBuilder;
import build.stave.oci.ImageConfig.History;
import build.stave.problem.Reason;
import build.stave.problem.StaveException;
import build.stave.snapshot.Committed;
import build.stave.snapshot.Snapshot;
import build.stave.snapshot.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/** Carries out one stage, step by step. */
final class StageWork {
  private static final String COMMENT = "buildkit.dockerfile.v0";

  private final BuildContext build;
  private final PlannedStage stage;
  private final boolean exported;
  private final int reused;
  private final StepCache cache;
  private final StepLayers finished;
  private final StepWork steps;

  /**
   * The work of a stage.
   *
   * @param exported whether the image has this stage's layers
   * @param reused how many of its first steps come from the cache
   */
  StageWork(
      BuildContext build,
      PlannedStage stage,
      boolean exported,
      int reused,
      StepCache cache,
      StepLayers finished,
      StepWork steps) {
    this.build = build;
    this.stage = stage;
    this.exported = exported;
    this.reused = reused;
    this.cache = cache;
    this.finished = finished;
    this.steps = steps;
  }

  StageResult run() throws Exception {
    StageResult base = base();
    TreeSource tree = base.tree();
    List<Future<ImageBuilder.Layer>> layers = new ArrayList<>(base.layers());
    List<History> history = new ArrayList<>(base.history());
    int number = 0;
    int total = (int) stage.steps().stream().filter(Step::makesLayer).count();
    for (int i = 0; i < stage.steps().size(); i++) {
      Step step = stage.steps().get(i);
      boolean layer = step.makesLayer();
      if (layer) {
        number++;
        Names names = names(step, number, total);
        Turn turn = i < reused ? reused(step, names, tree) : made(step, names, tree);
        tree = turn.tree();
        turn.layer().ifPresent(layers::add);
      }
      history.add(
          new History(
              build.times().createdText(), step.header().createdBy(), null, COMMENT, !layer));
    }
    return new StageResult(tree, base.base(), layers, history);
  }

  /**
   * What became of a step.
   *
   * @param layer where the image or a cache gets it
   */
  private record Turn(TreeSource tree, Optional<Future<ImageBuilder.Layer>> layer) {}

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

  private Turn reused(Step step, Names names, TreeSource below) throws Exception {
    StepCache.Hit hit = cache.find(step).orElseThrow();
    build.vertices().cached(names.title(), names.step());
    return new Turn(
        TreeSource.once(() -> cache.tree(step, hit, below.get())),
        hit.layer().map(CompletableFuture::completedFuture));
  }

  private Turn made(Step step, Names names, TreeSource below) throws Exception {
    Committed committed = carryOut(step, names, below);
    return new Turn(
        linked(step) ? onTop(below, committed) : committed::tree,
        finished.take(step, committed, exported));
  }

  /**
   * How a step is called.
   *
   * @param title for progress
   */
  private record Names(String title, BuildEvent.StepName step) {}

  private Names names(Step step, int number, int total) {
    String label = stage.name().isEmpty() ? String.valueOf(stage.index()) : stage.name();
    String shown = stage.name().isEmpty() ? "stage-" + label : label;
    String text = step.header().text();
    return new Names(
        "[" + shown + " " + number + "/" + total + "] " + text,
        new BuildEvent.StepName(label, text, build.dockerfile().location(step.header().range())));
  }

  private Committed carryOut(Step step, Names names, TreeSource source) throws Exception {
    Tree below = linked(step) ? Tree.EMPTY : source.get();
    BuildEvent.StepName name = names.step();
    for (int input : StepInputs.stages(step)) {
      build.stages().get(input);
    }
    try {
      return build
          .vertices()
          .step(
              names.title(),
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
