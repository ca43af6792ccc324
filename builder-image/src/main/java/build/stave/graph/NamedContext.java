package build.stave.graph;

/** What a {@code --build-context name=…} stands for. */
public sealed interface NamedContext {
  /**
   * An image in a registry.
   *
   * @param reference as written after {@code docker-image://}
   */
  record Image(String reference) implements NamedContext {}

  /**
   * An image in an OCI layout.
   *
   * @param reference {@code oci-layout://path[:tag|@digest]}
   */
  record Layout(String reference) implements NamedContext {}

  /**
   * A folder, git checkout or archive that was opened elsewhere.
   *
   * @param name it is known by: {@link Input.Context#name()}
   */
  record Files(String name) implements NamedContext {}
}
