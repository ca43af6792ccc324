package build.stave.cli;

import build.stave.engine.Pruned;
import build.stave.engine.StoreTrim;
import build.stave.snapshot.Store;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code stave prune}. */
@Command(
    name = "prune",
    description = "Removes from the store what no running build uses.",
    mixinStandardHelpOptions = true,
    exitCodeOnInvalidInput = ExitCode.USAGE)
final class PruneCommand implements Callable<Integer> {
  @Option(
      names = "--store",
      paramLabel = "FOLDER",
      description = "The store's folder (default: as for build)")
  @Nullable Path store;

  @Option(
      names = "--keep",
      paramLabel = "SIZE",
      description = "Leave this much, such as 5Gi, of what was used last (default: nothing)")
  @Nullable String keep;

  @Override
  public Integer call() throws Exception {
    Path folder = Settings.store(store, System.getenv());
    long quota = keep == null ? 0 : Settings.size("--keep", keep);
    Pruned pruned = new StoreTrim(folder, Store.open(folder)).to(quota);
    System.out.printf(
        "Removed %d layers, %d blobs and %d cache directories, %d MB; %d in use%n",
        pruned.layers(), pruned.blobs(), pruned.mounts(), pruned.bytes() >> 20, pruned.inUse());
    return ExitCode.OK;
  }
}
