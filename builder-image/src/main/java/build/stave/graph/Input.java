package build.stave.graph;

/** Where a step reads files from. */
public sealed interface Input {
  /**
   * The root file system at the end of another stage.
   *
   * @param index of the stage in its Dockerfile
   */
  record Stage(int index) implements Input {}

  /** The root file system of an image that is no base of any stage. */
  record Image(ResolvedImage image) implements Input {}

  /**
   * A tree of files: a folder, a git checkout, an unpacked archive.
   *
   * @param name of the named context; empty for the build context
   */
  record Context(String name) implements Input {}
}
