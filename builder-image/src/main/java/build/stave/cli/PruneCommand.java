package build.stave.cli;

import build.stave.snapshot.Pruned;
import build.stave.snapshot.Store;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code stave prune}. */
@Command(
    name = "prune",
    description = "Removes base images from the store that no running build uses.",
    mixinStandardHelpOptions = true,
    exitCodeOnInvalidInput = ExitCode.USAGE)
final class PruneCommand implements Callable<Integer> {
  @Option(
      names = "--store",
      paramLabel = "FOLDER",
      description = "Where unpacked base images are kept (default: as for build)")
  @Nullable Path store;

  @Override
  public Integer call() throws Exception {
    Path folder = Settings.store(store, System.getenv());
    Pruned pruned = Store.open(folder).prune();
    System.out.printf(
        "Removed %d layers and %d blobs, %d MB; %d in use%n",
        pruned.layers(), pruned.blobs(), pruned.bytes() >> 20, pruned.inUse());
    return ExitCode.OK;
  }
}
