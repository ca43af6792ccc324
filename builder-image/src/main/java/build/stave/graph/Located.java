package build.stave.graph;

import build.stave.dockerfile.Dockerfile;
import build.stave.dockerfile.SourceRange;
import build.stave.problem.StaveException;
import java.util.function.Supplier;

/** Adds the place in the Dockerfile to what goes wrong there. */
final class Located {
  private Located() {}

  static <T> T in(Dockerfile dockerfile, SourceRange range, Supplier<T> work) {
    try {
      return work.get();
    } catch (StaveException e) {
      throw e.problem().at(dockerfile.location(range)).exception(e);
    }
  }

  static void in(Dockerfile dockerfile, SourceRange range, Runnable work) {
    in(
        dockerfile,
        range,
        () -> {
          work.run();
          return true;
        });
  }
}
