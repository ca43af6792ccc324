package build.stave.problem;

import java.util.Optional;

/**
 * One thing that went wrong.
 *
 * @param category who can repair it
 * @param doing what was being done, as a phrase such as {@code pull alpine:3.20}; empty where the
 *     message says it
 * @param message what went wrong, one line, no trailing full stop
 * @param location where in the input, if it is the input
 * @param fix what to do, where it is known
 * @param retryable whether the same attempt, made later, can succeed
 */
public record Problem(
    Category category,
    String doing,
    String message,
    Optional<Location> location,
    Optional<String> fix,
    boolean retryable) {

  /** The person's input is wrong. */
  public static Problem user(String message) {
    return new Problem(Category.USER, "", message, Optional.empty(), Optional.empty(), false);
  }

  /** A server refused; trying again is pointless unless {@link #canRetry()} is added. */
  public static Problem remote(String doing, String message) {
    return new Problem(Category.REMOTE, doing, message, Optional.empty(), Optional.empty(), false);
  }

  /** The machine does not offer what is needed. */
  public static Problem environment(String doing, String message) {
    return new Problem(
        Category.ENVIRONMENT, doing, message, Optional.empty(), Optional.empty(), false);
  }

  /** A defect of Stave. */
  public static Problem internal(String doing, String message) {
    return new Problem(
        Category.INTERNAL, doing, message, Optional.empty(), Optional.empty(), false);
  }

  /** The same problem, located; an existing location, being nearer to the cause, stays. */
  public Problem at(Location where) {
    return location.isPresent()
        ? this
        : new Problem(category, doing, message, Optional.of(where), fix, retryable);
  }

  /** The same problem with what to do about it. */
  public Problem fix(String advice) {
    return new Problem(category, doing, message, location, Optional.of(advice), retryable);
  }

  /** The same problem, of a kind that may pass by itself. */
  public Problem canRetry() {
    return new Problem(category, doing, message, location, fix, true);
  }

  /** The same problem with what was being done; an existing phrase stays. */
  public Problem doing(String phrase) {
    return doing.isEmpty()
        ? new Problem(category, phrase, message, location, fix, retryable)
        : this;
  }

  /** Ready to be thrown. */
  public StaveException exception() {
    return new StaveException(this, null);
  }

  /** Ready to be thrown, with the exception that showed it. */
  public StaveException exception(Throwable cause) {
    return new StaveException(this, cause);
  }
}
