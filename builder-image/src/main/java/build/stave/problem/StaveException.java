package build.stave.problem;

import org.jspecify.annotations.Nullable;

/** Carries a {@link Problem} to whoever reports it. The only exception type of Stave's own. */
public final class StaveException extends RuntimeException {
  private final Problem problem;

  StaveException(Problem problem, @Nullable Throwable cause) {
    super(
        problem.doing().isEmpty() ? problem.message() : problem.doing() + ": " + problem.message(),
        cause);
    this.problem = problem;
  }

  /** What went wrong. */
  public Problem problem() {
    return problem;
  }
}
