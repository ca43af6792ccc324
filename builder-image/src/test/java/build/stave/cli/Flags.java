package build.stave.cli;

import java.util.List;
import org.apache.commons.cli.ParseException;

/** Command lines of {@code stave build}, read as the command reads them. */
final class Flags {
  private Flags() {}

  static Line line(String... arguments) throws ParseException {
    return Line.parse(new BuildCommand().syntax(), List.of(arguments));
  }

  static BuildOptions of(String... arguments) throws ParseException {
    return BuildOptions.of(line(arguments));
  }
}
