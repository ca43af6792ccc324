package build.stave.bench.work;

import java.nio.file.Path;
import java.util.Optional;

/**
 * One build of a work.
 *
 * @param row the line that its time belongs to; none if it only prepares
 * @param fresh whether it runs in a fresh pod, which keeps nothing of the phase before
 */
public record Phase(Optional<Row> row, Path context, boolean fresh) {
  static Phase timed(Row row, Path context) {
    return new Phase(Optional.of(row), context, true);
  }

  static Phase prepare(Path context) {
    return new Phase(Optional.empty(), context, true);
  }

  Phase again() {
    return new Phase(row, context, false);
  }
}
