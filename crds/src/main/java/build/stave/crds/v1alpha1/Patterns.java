package build.stave.crds.v1alpha1;

/** Regular expressions that the schema has in more than one place. */
final class Patterns {
  /** A DNS subdomain (RFC 1123), as Kubernetes names objects. */
  static final String OBJECT_NAME =
      "^[a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*$";

  /** A key of a Secret's or ConfigMap's data. */
  static final String DATA_KEY = "^[-._a-zA-Z0-9]+$";

  /** A DNS label (RFC 1123). */
  static final String LABEL = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$";

  /**
   * CEL: a duration as Go writes it, in whole units, such as {@code 1h30m}; what follows may call
   * {@code duration(self)}, which fails on anything else.
   */
  static final String IS_DURATION =
      "self != '' && self.matches('^([0-9]{1,6}h)?([0-9]{1,6}m)?([0-9]{1,6}s)?$') && ";

  /** Longest text of a duration: six digits of each unit. */
  static final int DURATION_LENGTH = 21;

  /** Of a path that is absolute or leads up. */
  private static final String OUTSIDE = ".matches('^/|(^|/)[.][.](/|$)|[\\\\x00]')";

  /** CEL: a path below a folder. */
  static final String IS_PATH = "!self" + OUTSIDE;

  static final String IS_PATH_MESSAGE = "a relative path without '..'";

  /** CEL: the keys of a map are paths below a folder. */
  static final String HAS_PATHS = "self.all(path, path != '' && !path" + OUTSIDE + ")";

  static final String HAS_PATHS_MESSAGE = "the keys are relative paths without '..'";

  /** A full SHA-1 of git. */
  static final String COMMIT = "^[0-9a-f]{40}$";

  /** A SHA-256 as OCI writes it. */
  static final String SHA256 = "^sha256:[0-9a-f]{64}$";

  private Patterns() {}
}
