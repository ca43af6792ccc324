package build.stave.operator.git;

/** What a look at a branch or tag gave. */
public sealed interface Look {

  /**
   * The branch or tag is there.
   *
   * @param commit as 40 hexadecimal digits
   */
  record Found(String commit) implements Look {}

  /**
   * It could not be seen.
   *
   * @param message what is wrong and what to do, without credentials
   */
  record Failed(Reason reason, String message) implements Look {}

  /** Why a look failed. */
  enum Reason {
    /** The operator was not granted the right to read the Secret. */
    SecretForbidden,
    /** There is no such Secret. */
    SecretNotFound,
    /** The Secret lacks a key, or holds what cannot be read. */
    SecretMalformed,
    /** The server wants credentials, or others. */
    AuthenticationFailed,
    /** The server has another ssh host key than those in known_hosts. */
    HostKeyUnknown,
    /** There is no such repository. */
    RepositoryNotFound,
    /** The repository has no such branch or tag. */
    RefNotFound,
    /** The server gives no answer, or none that makes sense. */
    Unreachable
  }
}
