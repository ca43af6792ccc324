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
import build.stave.snapshot.ContentUnknown;
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
  private final boolean outlined;
  private final int reused;
  private final StepCache cache;
  private final StepLayers finished;
  private final StepWork steps;

  /**
   * The work of a stage.
   *
   * @param exported whether the image has this stage's layers
   * @param outlined whether its steps need the image's files without their content
   * @param reused how many of its first steps come from the cache
   */
  StageWork(
      BuildContext build,
      PlannedStage stage,
      boolean exported,
      boolean outlined,
      int reused,
      StepCache cache,
      StepLayers finished,
      StepWork steps) {
    this.build = build;
    this.stage = stage;
    this.exported = exported;
    this.outlined = outlined;
    this.reused = reused;
    this.cache = cache;
    this.finished = finished;
    this.steps = steps;
  }

  StageResult run() throws Exception {
    StageResult base = base();
    TreeSource tree = base.tree();
    TreeSource outline = outline(tree);
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
        Turn turn =
            i < reused ? reused(step, names, tree, outline) : made(step, names, tree, outline);
        tree = turn.tree();
        outline = turn.outline();
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
   * @param tree with all that lies below
   * @param outline what the next step begins with: the tree, or one without the content of files
   * @param layer where the image or a cache gets it
   */
  private record Turn(
      TreeSource tree, TreeSource outline, Optional<Future<ImageBuilder.Layer>> layer) {}

  private TreeSource outline(TreeSource whole) {
    return outlined && stage.base() instanceof Base.Image(var image)
        ? () -> build.images().outline(image)
        : whole;
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

  private Turn reused(Step step, Names names, TreeSource below, TreeSource outline)
      throws Exception {
    StepCache.Hit hit = cache.find(step).orElseThrow();
    build.vertices().cached(names.title(), names.step());
    TreeSource tree = TreeSource.once(() -> cache.tree(step, hit, below.get()));
    return new Turn(
        tree,
        outlined ? TreeSource.once(() -> cache.tree(step, hit, outline.get())) : tree,
        hit.layer().map(CompletableFuture::completedFuture));
  }

  private Turn made(Step step, Names names, TreeSource below, TreeSource outline) throws Exception {
    Committed committed = carryOut(step, names, below, outline);
    TreeSource tree = linked(step) || outlined ? onTop(below, committed) : committed::tree;
    return new Turn(
        tree,
        outlined ? onTop(outline, committed) : tree,
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

  private Committed carryOut(Step step, Names names, TreeSource source, TreeSource outline)
      throws Exception {
    Tree below = linked(step) ? Tree.EMPTY : outline.get();
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
                try {
                  return change(step, below, vertex);
                } catch (ContentUnknown | StaveException e) {
                  if (!outlined || linked(step)) {
                    throw e;
                  }
                  // Whether it fails, and of what, is for the whole tree to say.
                  return change(step, source.get(), vertex);
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

  private Committed change(Step step, Tree below, Vertices.Vertex vertex) throws Exception {
    long newFrom = build.times().newFrom(step, build.clock());
    try (Snapshot snapshot = build.work().begin(below)) {
      steps.carryOut(step, snapshot.root(), vertex);
      return snapshot.commit(build.times().epoch(), newFrom);
    }
  }

  /** A step's layer on what lies below it, which may never be asked for. */
  private static TreeSource onTop(TreeSource below, Committed step) {
    return () -> step.empty() ? below.get() : below.get().plus(step.layer());
  }
}
