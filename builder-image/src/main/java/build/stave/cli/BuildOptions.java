package build.stave.cli;

import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.cli.ParseException;

/** The flags of {@code stave build}, as written. */
record BuildOptions(
    ImageOptions image,
    CacheOptions cache,
    OutputOptions output,
    WorkOptions work,
    AccessOptions access,
    StoreOptions store) {
  static final List<Flag> FLAGS =
      Stream.of(
              ImageOptions.FLAGS,
              CacheOptions.FLAGS,
              OutputOptions.FLAGS,
              WorkOptions.FLAGS,
              AccessOptions.FLAGS,
              StoreOptions.FLAGS,
              Flag.STANDARD)
          .flatMap(List::stream)
          .toList();

  static BuildOptions of(Line line) throws ParseException {
    return new BuildOptions(
        ImageOptions.of(line),
        CacheOptions.of(line),
        OutputOptions.of(line),
        WorkOptions.of(line),
        AccessOptions.of(line),
        StoreOptions.of(line));
  }
}
