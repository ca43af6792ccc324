package build.stave.crds.job;

import build.stave.crds.v1alpha1.FailureClass;

/** Exit codes of the builder's containers: the Job decides by them whether to try again. */
public final class JobExit {
  /** The image was pushed. */
  public static final int OK = 0;

  /** {@link FailureClass#User}: the same again would fail again. */
  public static final int USER = 10;

  /** {@link FailureClass#Configuration}: a person has to change something. */
  public static final int CONFIGURATION = 11;

  /** {@link FailureClass#Infrastructure}: another try may succeed. */
  public static final int INFRASTRUCTURE = 12;

  private JobExit() {}

  /** The code of a class. */
  public static int of(FailureClass failureClass) {
    return switch (failureClass) {
      case User -> USER;
      case Configuration -> CONFIGURATION;
      case Infrastructure -> INFRASTRUCTURE;
    };
  }
}
