package build.stave.crds.v1alpha1;

/** How a builder pod keeps the steps of a build apart from itself and from the node. */
public enum Isolation {
  /**
   * A pod in a user namespace ({@code hostUsers: false}) that makes one more inside. Pod Security
   * admits it at {@code baseline}.
   */
  Nested
}
