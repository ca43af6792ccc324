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

  /** A repository as docker writes it, with or without the host of its registry. */
  static final String REPOSITORY =
      "(([a-zA-Z0-9]([-a-zA-Z0-9.]*[a-zA-Z0-9])?|[[][a-fA-F0-9:]+[]])(:[0-9]{1,5})?/)?"
          + "[a-z0-9]+(([.]|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+(([.]|_|__|-+)[a-z0-9]+)*)*";

  /** A tag, with the colon before it. */
  static final String TAG = ":[a-zA-Z0-9_][-a-zA-Z0-9_.]{0,127}";

  /** A repository with a tag, a digest, both or neither. */
  static final String REFERENCE = "^" + REPOSITORY + "(" + TAG + ")?(@sha256:[0-9a-f]{64})?$";

  /** CEL: a full SHA-1 of git. */
  static final String IS_COMMIT = "self.matches('^[0-9a-f]{40}$')";

  static final String IS_COMMIT_MESSAGE = "a commit has 40 hexadecimal digits";

  /** CEL: what git takes as a branch or a tag, in short. */
  static final String IS_REF =
      "self.matches('^[^-/ ~^:?*\\\\[\\\\\\\\][^ ~^:?*\\\\[\\\\\\\\]*$') && !self.matches('^refs/|[.][.]|@[{]|//|[./]$|[.]lock$')";

  /** CEL: what secret and ssh mounts can name. */
  static final String IS_ID = "!self.matches('[ ,=]')";

  static final String IS_ID_MESSAGE = "an id has no spaces, commas and equals signs";

  /** CEL: no password in a URL, nor a user name that stands for one. */
  static final String NO_CREDENTIALS = "!self.matches('^https?://[^/?#]*@|^ssh://[^/@]*:[^/@]*@')";

  private Patterns() {}
}
