package build.stave.snapshot;

import java.util.ArrayList;
import java.util.List;

/**
 * A root file system as the directories it is stacked from.
 *
 * @param layers absolute directories, lowest first; escaped as {@link build.stave.linux.Names}
 */
public record Tree(List<String> layers) {
  /** Nothing, as in {@code FROM scratch}. */
  public static final Tree EMPTY = new Tree(List.of());

  public Tree {
    layers = List.copyOf(layers);
  }

  /** This tree with one more layer on top. */
  public Tree plus(String layer) {
    List<String> more = new ArrayList<>(layers);
    more.add(layer);
    return new Tree(more);
  }

  /** Directories in the order that overlay mounts take: highest first. */
  List<String> highestFirst() {
    return layers.reversed();
  }
}
