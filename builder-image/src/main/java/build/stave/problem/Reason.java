package build.stave.problem;

import java.util.Locale;

/**
 * What happened, for programs: stays the same for the same cause, whatever the message says. Where
 * nothing more is known a {@link Category} has a reason of its own.
 */
public enum Reason {
  /** The input is wrong in a way that has no reason of its own. */
  INVALID_INPUT,
  /** A Dockerfile that cannot be parsed or planned. */
  DOCKERFILE_INVALID,
  /** The context has no Dockerfile of that name. */
  DOCKERFILE_NOT_FOUND,
  /** A step ended with an exit code other than 0, or could not be started. */
  STEP_FAILED,
  /** The kernel killed a process of a step for want of memory. */
  OUT_OF_MEMORY,
  /** A repository, archive, artifact or folder of the source does not exist. */
  SOURCE_NOT_FOUND,
  /** The source is there and is not what it has to be. */
  SOURCE_INVALID,
  /** A branch, tag or commit does not exist. */
  REF_NOT_FOUND,
  /** A git or web server refused who asks. */
  AUTHENTICATION_FAILED,
  /** An ssh server whose host key is not known. */
  HOST_KEY_UNKNOWN,
  /** A server's certificate is not trusted, or there is none where one is expected. */
  CERTIFICATE_INVALID,
  /** A registry does not let this account do what it asks for. */
  ACCESS_DENIED,
  /** The same, when an image was to be read. */
  PULL_DENIED,
  /** The same, when an image was to be written. */
  PUSH_DENIED,
  /** A registry has no such image. */
  IMAGE_NOT_FOUND,
  /** A registry does not answer, or with errors of its own. */
  REGISTRY_UNAVAILABLE,
  /** Another server does not answer, or with errors of its own. */
  SERVER_UNAVAILABLE,
  /** A server refused for a reason of its own. */
  SERVER_REFUSED,
  /** A Secret lacks a key, or what it holds is not of the form it has to be. */
  SECRET_MALFORMED,
  /** A ConfigMap lacks a key. */
  CONFIG_MAP_MALFORMED,
  /** A RUN requires a secret or an ssh key that was not given. */
  SECRET_NOT_GIVEN,
  /** A template does not make a tag. */
  TAG_INVALID,
  /** No namespaces to keep steps apart in. */
  ISOLATION_UNAVAILABLE,
  /** No space is left. */
  DISK_FULL,
  /** It took longer than it may. */
  TIMEOUT,
  /** The machine does not offer what is needed. */
  ENVIRONMENT_UNSUITABLE,
  /** A defect of Stave. */
  INTERNAL_ERROR;

  static Reason of(Category category) {
    return switch (category) {
      case USER -> INVALID_INPUT;
      case REMOTE -> SERVER_REFUSED;
      case ENVIRONMENT -> ENVIRONMENT_UNSUITABLE;
      case INTERNAL -> INTERNAL_ERROR;
    };
  }

  /** As conditions write it: {@code StepFailed}. */
  public String word() {
    var word = new StringBuilder();
    for (String part : name().split("_", -1)) {
      word.append(part.charAt(0)).append(part.substring(1).toLowerCase(Locale.ROOT));
    }
    return word.toString();
  }
}
