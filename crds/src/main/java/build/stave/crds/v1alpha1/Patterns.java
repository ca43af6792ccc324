package build.stave.crds.v1alpha1;

/** Regular expressions that the schema has in more than one place. */
final class Patterns {
  /** A DNS subdomain (RFC 1123), as Kubernetes names objects. */
  static final String OBJECT_NAME =
      "^[a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*$";

  /** A key of a Secret's or ConfigMap's data. */
  static final String DATA_KEY = "^[-._a-zA-Z0-9]+$";

  /** A duration as Go writes it, in whole units, such as {@code 1h30m}. */
  static final String DURATION = "^([0-9]+h)?([0-9]+m)?([0-9]+s)?$";

  /** A path below a folder: relative, without {@code ..}; CEL rules out the rest. */
  static final String RELATIVE_PATH = "^[^/\\x00][^\\x00]*$";

  /** No element of a path leads up. */
  static final String NO_PARENT = "!self.split('/').exists(part, part == '..')";

  /** A full SHA-1 of git. */
  static final String COMMIT = "^[0-9a-f]{40}$";

  /** A SHA-256 as OCI writes it. */
  static final String SHA256 = "^sha256:[0-9a-f]{64}$";

  private Patterns() {}
}
