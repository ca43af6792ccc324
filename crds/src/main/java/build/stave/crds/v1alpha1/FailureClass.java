package build.stave.crds.v1alpha1;

/** Who can repair what made a run fail. */
public enum FailureClass {
  /** The author: Dockerfile, source, arguments. */
  User,
  /** Whoever set the build up: Secrets, references, policies, limits. */
  Configuration,
  /** Whoever runs the cluster, a registry or a network; trying again can help. */
  Infrastructure
}
