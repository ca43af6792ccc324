package build.stave.snapshot;

import build.stave.archive.Change;
import build.stave.archive.Entry;
import build.stave.linux.Files;
import build.stave.linux.Stat;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Second pass over a settled upper directory: hands its changes to a sink. */
final class Changes implements UpperWalk.Visitor {
  private record Inode(long device, long number) {}

  private final String root;
  private final Tree below;
  private final Set<String> parents;
  private final Change.Sink sink;

  /** First name of each file that has several. */
  private final Map<Inode, String> linked = new HashMap<>();

  /**
   * @param parents directories to list although they did not change
   */
  Changes(String root, Tree below, Set<String> parents, Change.Sink sink) {
    this.root = root;
    this.below = below;
    this.parents = parents;
    this.sink = sink;
  }

  void run() throws IOException {
    new UpperWalk(root, below, this).run();
  }

  @Override
  public void file(String path, String file, Stat stat, LowerView.@Nullable Found found)
      throws IOException {
    if (path.isEmpty()) {
      return;
    }
    boolean changed = found == null || !Upper.isUnchanged(file, stat, found);
    boolean listed = stat.isDirectory() && parents.contains(path);
    if (!changed && !listed) {
      return;
    }
    String first =
        stat.isDirectory() || stat.links() == 1
            ? null
            : linked.putIfAbsent(new Inode(stat.dev(), stat.ino()), path);
    Entry entry = entry(path, file, stat, first);
    sink.accept(new Change.Put(entry, entry.kind() == Entry.Kind.FILE ? file : null));
  }

  @Override
  public void deleted(String path) throws IOException {
    sink.accept(new Change.Delete(path));
  }

  private static Entry entry(String path, String file, Stat stat, @Nullable String first)
      throws IOException {
    Entry.Kind kind = first == null ? kind(stat) : Entry.Kind.HARD_LINK;
    boolean device = kind == Entry.Kind.CHARACTER_DEVICE || kind == Entry.Kind.BLOCK_DEVICE;
    String link = first;
    if (link == null) {
      link = kind == Entry.Kind.SYMLINK ? Files.readlink(file) : "";
    }
    return new Entry(
        path,
        kind,
        stat.permissions(),
        stat.uid(),
        stat.gid(),
        kind == Entry.Kind.FILE ? stat.size() : 0,
        stat.mtime(),
        link,
        device ? stat.rdevMajor() : 0,
        device ? stat.rdevMinor() : 0,
        Attributes.read(file));
  }

  private static Entry.Kind kind(Stat stat) {
    if (stat.isFile()) {
      return Entry.Kind.FILE;
    }
    if (stat.isDirectory()) {
      return Entry.Kind.DIRECTORY;
    }
    if (stat.isSymlink()) {
      return Entry.Kind.SYMLINK;
    }
    if (stat.isFifo()) {
      return Entry.Kind.FIFO;
    }
    return stat.isBlockDevice() ? Entry.Kind.BLOCK_DEVICE : Entry.Kind.CHARACTER_DEVICE;
  }
}
