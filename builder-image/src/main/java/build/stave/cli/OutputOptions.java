package build.stave.cli;

import java.nio.file.Path;
import java.util.List;
import org.apache.commons.cli.ParseException;
import org.jspecify.annotations.Nullable;

/** The flags that say where the image goes, and what is told on the way. */
record OutputOptions(
    List<String> outputs,
    boolean push,
    ProgressMode progress,
    boolean quiet,
    @Nullable Path iidFile,
    @Nullable Path metadataFile) {
  private static final Flag OUTPUT =
      Flag.of(
              "output",
              "type=TYPE[,dest=PATH]",
              "Where the image goes: type=oci (tar=false for a folder), docker or "
                  + "registry; a bare path is an OCI layout folder; may be repeated")
          .or("o");
  private static final Flag PUSH = Flag.of("push", "Push to the registries that --tag names");
  private static final Flag PROGRESS =
      Flag.of("progress", "auto|plain|tty|json|quiet", "How progress is shown (default: auto)");
  private static final Flag QUIET = Flag.of("quiet", "Print the digest only").or("q");
  private static final Flag IIDFILE = Flag.of("iidfile", "FILE", "Write the image ID to a file");
  private static final Flag METADATA_FILE =
      Flag.of("metadata-file", "FILE", "Write digests and names to a file, as JSON");

  static final List<Flag> FLAGS = List.of(OUTPUT, PUSH, PROGRESS, QUIET, IIDFILE, METADATA_FILE);

  static OutputOptions of(Line line) throws ParseException {
    return new OutputOptions(
        line.values(OUTPUT),
        line.has(PUSH),
        line.choice(PROGRESS, ProgressMode.AUTO),
        line.has(QUIET),
        line.path(IIDFILE),
        line.path(METADATA_FILE));
  }

  /** Ways to show progress. */
  enum ProgressMode {
    AUTO,
    PLAIN,
    TTY,
    JSON,
    QUIET
  }
}
