package build.stave.graph;

/** What a name in FROM, {@code --from} or a mount's {@code from} means. */
sealed interface Origin {
  /** A stage, by its index. */
  record Stage(int index) implements Origin {}

  /** An image, by the name to resolve. */
  record Image(String reference) implements Origin {}

  /** A named context that is a tree of files. */
  record Files(String context) implements Origin {}

  /** No file at all. */
  record Scratch() implements Origin {}
}
