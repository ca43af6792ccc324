package build.stave.graph;

/** What a stage starts from. */
public sealed interface Base {
  /** No file at all. */
  record Scratch() implements Base {}

  /** An image. */
  record Image(ResolvedImage image) implements Base {}

  /** The end of an earlier stage, by its index in the Dockerfile. */
  record Stage(int index) implements Base {}
}
