package build.stave.cli;

import build.stave.problem.Category;

/** Exit codes of the command; they tell a user's error, a server's and our own apart. */
final class ExitCode {
  static final int OK = 0;

  /** The Dockerfile, the context, an argument or a RUN is wrong. */
  static final int USER = 1;

  /** The command line is wrong. */
  static final int USAGE = 2;

  /** A registry, git server or web server refused or failed. */
  static final int REMOTE = 3;

  /** The machine does not offer what a build needs. */
  static final int ENVIRONMENT = 4;

  /** A defect of Stave. */
  static final int INTERNAL = 70;

  /** Interrupted. */
  static final int INTERRUPTED = 130;

  private ExitCode() {}

  static int of(Category category) {
    return switch (category) {
      case USER -> USER;
      case REMOTE -> REMOTE;
      case ENVIRONMENT -> ENVIRONMENT;
      case INTERNAL -> INTERNAL;
    };
  }
}
