package build.stave.cli;

import build.stave.engine.Pruned;
import build.stave.engine.StoreTrim;
import build.stave.snapshot.Store;
import java.nio.file.Path;
import java.util.List;

/** {@code stave prune}. */
final class PruneCommand implements Command {
  private static final Flag KEEP =
      Flag.of(
          "keep", "SIZE", "Leave this much, such as 5Gi, of what was used last (default: nothing)");
  private static final Flag STORE =
      Flag.of("store", "FOLDER", "The store's folder (default: as for build)");
  private static final Syntax SYNTAX =
      new Syntax(
          "stave prune",
          "Removes from the store what no running build uses.",
          List.of(),
          List.of(KEEP, STORE, Flag.HELP, Flag.VERSION));

  @Override
  public String name() {
    return "prune";
  }

  @Override
  public Syntax syntax() {
    return SYNTAX;
  }

  @Override
  public int run(Line line) throws Exception {
    Path folder = Settings.store(line.path(STORE), System.getenv());
    String keep = line.value(KEEP);
    long quota = keep == null ? 0 : Settings.size("--keep", keep);
    Pruned pruned = new StoreTrim(folder, Store.open(folder)).to(quota);
    System.out.printf(
        "Removed %d layers, %d blobs and %d cache directories, %d MB; %d in use%n",
        pruned.layers(), pruned.blobs(), pruned.mounts(), pruned.bytes() >> 20, pruned.inUse());
    return ExitCode.OK;
  }
}
