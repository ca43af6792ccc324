package build.stave.engine;

import build.stave.oci.ImageBuilder;
import build.stave.oci.ImageConfig.History;
import build.stave.snapshot.Tree;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;

/**
 * A stage that has been carried out.
 *
 * @param tree its root file system; what lies below is unpacked when it is asked for
 * @param base the image that its chain of stages starts from, if any
 * @param layers made by the chain, lowest first; empty where no image is made of them
 * @param history of the chain's steps, oldest first, without that of the base
 */
record StageResult(
    TreeSource tree,
    Optional<Images.Source> base,
    List<Future<ImageBuilder.Layer>> layers,
    List<History> history) {
  StageResult {
    layers = List.copyOf(layers);
    history = List.copyOf(history);
  }

  /** A root file system that is made when somebody needs it. */
  interface TreeSource {
    /** The tree; the second call is cheap. */
    Tree get() throws Exception;

    /** A source that does the work when it is first asked. */
    static TreeSource once(Callable<Tree> work) {
      var memo = new Memo<String, Tree>();
      return () -> memo.get("", work);
    }
  }
}
