package build.stave.engine;

import build.stave.copy.CopySource;
import build.stave.graph.Input;
import build.stave.ignore.IgnoreRules;
import build.stave.snapshot.Build;
import build.stave.snapshot.Tree;
import build.stave.snapshot.View;
import build.stave.source.SourceTree;

/** The inputs of steps as trees of files that can be read. */
final class Trees {
  private final Contexts contexts;
  private final Images images;
  private final Stages stages;
  private final Build work;
  private final Memo<Tree, View> views = new Memo<>();

  /**
   * A tree that can be read.
   *
   * @param root absolute path
   * @param title how a person calls it
   * @param ignore what is left out
   * @param origin whose owners and times count; a context's files belong to nobody
   */
  record OpenTree(String root, String title, IgnoreRules ignore, CopySource.Origin origin) {}

  Trees(Contexts contexts, Images images, Stages stages, Build work) {
    this.contexts = contexts;
    this.images = images;
    this.stages = stages;
    this.work = work;
  }

  OpenTree open(Input input) throws Exception {
    return switch (input) {
      case Input.Context(String name) -> {
        Contexts.OpenContext context = contexts.open(name);
        yield new OpenTree(
            context.root(),
            name.isEmpty() ? "the build context" : "context " + name,
            context.ignore(),
            origin(context.tree()));
      }
      case Input.Stage(int index) -> view("stage " + index, stages.get(index).tree().get());
      case Input.Image(var image) -> view(image.name(), images.tree(image));
    };
  }

  private OpenTree view(String title, Tree tree) throws Exception {
    View view = views.get(tree, () -> work.view(tree));
    return new OpenTree(view.root(), title, IgnoreRules.NONE, CopySource.Origin.IMAGE);
  }

  /** Whose owners and times count in a context. */
  static CopySource.Origin origin(SourceTree tree) {
    return tree.dated() ? CopySource.Origin.DATED : CopySource.Origin.CONTEXT;
  }
}
