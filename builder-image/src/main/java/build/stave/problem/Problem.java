package build.stave.problem;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One thing that went wrong.
 *
 * @param category who can repair it
 * @param reason what happened, for programs
 * @param doing what was being done, as a phrase such as {@code pull alpine:3.20}; empty where the
 *     message says it
 * @param message what went wrong, one line, no trailing full stop
 * @param location where in the input, if it is the input
 * @param step of the Dockerfile, where one was being carried out
 * @param fix what to do, where it is known
 * @param retryable whether the same attempt, made later, can succeed
 */
public record Problem(
    Category category,
    Reason reason,
    String doing,
    String message,
    Optional<Location> location,
    Optional<FailedStep> step,
    Optional<String> fix,
    boolean retryable) {

  private Problem(Category category, String doing, String message) {
    this(
        category,
        Reason.of(category),
        doing,
        message,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false);
  }

  /** The person's input is wrong. */
  public static Problem user(String message) {
    return new Problem(Category.USER, "", message);
  }

  /** A server refused; trying again is pointless unless {@link #canRetry()} is added. */
  public static Problem remote(String doing, String message) {
    return new Problem(Category.REMOTE, doing, message);
  }

  /** The machine does not offer what is needed. */
  public static Problem environment(String doing, String message) {
    return new Problem(Category.ENVIRONMENT, doing, message);
  }

  /** A defect of Stave. */
  public static Problem internal(String doing, String message) {
    return new Problem(Category.INTERNAL, doing, message);
  }

  /** The same problem, located; an existing location, being nearer to the cause, stays. */
  public Problem at(Location where) {
    return location.isPresent()
        ? this
        : new Problem(category, reason, doing, message, Optional.of(where), step, fix, retryable);
  }

  /** The same problem, at no place. */
  public Problem nowhere() {
    return new Problem(category, reason, doing, message, Optional.empty(), step, fix, retryable);
  }

  /** The same problem, with its reason. */
  public Problem because(Reason known) {
    return new Problem(category, known, doing, message, location, step, fix, retryable);
  }

  /** The same problem, with this reason where no more is known than that the input is wrong. */
  public Problem orBecause(Reason known) {
    return reason == Reason.INVALID_INPUT ? because(known) : this;
  }

  /** The same problem of a RUN that ended. */
  public Problem ended(FailedStep failed) {
    return new Problem(
        category, reason, doing, message, location, Optional.of(failed), fix, retryable);
  }

  /** The same problem, of a step of the Dockerfile; an existing name stays. */
  public Problem inStep(String stage, String instruction) {
    FailedStep known =
        step.orElseGet(
            () -> new FailedStep("", "", OptionalInt.empty(), Optional.empty(), List.of()));
    return known.instruction().isEmpty() ? ended(known.named(stage, instruction)) : this;
  }

  /** The same problem with more that belongs to it. */
  public Problem and(String more) {
    return new Problem(
        category, reason, doing, message + "; " + more, location, step, fix, retryable);
  }

  /** The same problem with what to do about it. */
  public Problem fix(String advice) {
    return new Problem(
        category, reason, doing, message, location, step, Optional.of(advice), retryable);
  }

  /** The same problem, of a kind that may pass by itself. */
  public Problem canRetry() {
    return new Problem(category, reason, doing, message, location, step, fix, true);
  }

  /** The same problem with what was being done; an existing phrase stays. */
  public Problem doing(String phrase) {
    return doing.isEmpty()
        ? new Problem(category, reason, phrase, message, location, step, fix, retryable)
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
