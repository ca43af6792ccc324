package build.stave.cli;

import java.nio.file.Path;
import java.util.List;
import org.apache.commons.cli.ParseException;
import org.jspecify.annotations.Nullable;

/** The flags of the store. */
record StoreOptions(@Nullable Path folder, String quota) {
  private static final Flag STORE =
      Flag.of(
          "store",
          "FOLDER",
          "Where base images, finished steps and cache directories are kept "
              + "(default: STAVE_STORE, /var/lib/stave for root, else "
              + "~/.local/share/stave)");
  private static final Flag STORE_QUOTA =
      Flag.of(
          "store-quota",
          "SIZE",
          "What the store may keep when the build ends, such as 20Gi, or none for "
              + "no limit; what was not used for longest goes first (default: 20Gi)");

  static final List<Flag> FLAGS = List.of(STORE, STORE_QUOTA);

  static StoreOptions of(Line line) throws ParseException {
    return new StoreOptions(line.path(STORE), line.value(STORE_QUOTA, "20Gi"));
  }
}
