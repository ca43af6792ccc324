package build.stave.operator.git;

import java.io.IOException;

/** A look that failed for a reason that is known. */
final class LookException extends IOException {
  private static final long serialVersionUID = 1;
  private final transient Look.Failed failure;

  LookException(Look.Reason reason, String message) {
    super(message);
    this.failure = new Look.Failed(reason, message);
  }

  Look.Failed failure() {
    return failure;
  }
}
