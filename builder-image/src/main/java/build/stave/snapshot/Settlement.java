package build.stave.snapshot;

import build.stave.linux.Files;
import build.stave.linux.Stat;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * First of the two passes over an upper directory: makes its times final and finds whether anything
 * changed, and in which directories.
 */
final class Settlement implements UpperWalk.Visitor {
  /**
   * What the pass found.
   *
   * @param parents directories that hold changes at any depth; the layer lists them, changed or
   *     not, as containerd does, since not every reader of layers makes parents like those below
   */
  record Result(boolean changed, Set<String> parents) {}

  private final String root;
  private final Tree below;
  private final long epoch;
  private final long startedAt;
  private final Set<String> parents = new HashSet<>();
  private boolean changed;

  Settlement(String root, Tree below, long epoch, long startedAt) {
    this.root = root;
    this.below = below;
    this.epoch = epoch;
    this.startedAt = startedAt;
  }

  Result run() throws IOException {
    new UpperWalk(root, below, this).run();
    return new Result(changed, Set.copyOf(parents));
  }

  @Override
  public void file(String path, String file, Stat stat, LowerView.@Nullable Found found)
      throws IOException {
    if (path.isEmpty()) {
      settleRoot(file, found);
      return;
    }
    if (found != null && found.outline() && stat.isFile() && Upper.isCopiedUp(file)) {
      throw new ContentUnknown(found.file());
    }
    Stat lower = found == null ? null : found.stat();
    boolean sameTime =
        lower != null && lower.mtime() == stat.mtime() && lower.mtimeNanos() == stat.mtimeNanos();
    Stat settled = stat;
    if (!sameTime && stat.mtime() >= startedAt) {
      Files.setTimes(file, epoch, 0);
      settled = Files.lstat(file);
    } else if (!sameTime && stat.mtimeNanos() != 0) {
      Files.setTimes(file, stat.mtime(), 0);
      settled = Files.lstat(file);
    }
    if (!isUnchanged(file, settled, found)) {
      mark(path);
    }
  }

  @Override
  public void deleted(String path) {
    mark(path);
  }

  /**
   * The root directory is no part of a layer: neither docker nor containerd writes it. So that
   * later steps see what the image has, it becomes as it was.
   */
  private static void settleRoot(String root, LowerView.@Nullable Found found) throws IOException {
    Stat lower = found == null ? null : found.stat();
    if (found == null || lower == null) {
      Files.lchown(root, 0, 0);
      Files.chmod(root, 0755);
      Files.setTimes(root, 0, 0);
    } else {
      CopyUp.attributes(found.file(), lower, root);
      Files.setTimes(root, lower.mtime(), lower.mtimeNanos());
    }
  }

  private static boolean isUnchanged(String file, Stat stat, LowerView.@Nullable Found found)
      throws IOException {
    return found != null && Upper.isUnchanged(file, stat, found);
  }

  private void mark(String path) {
    changed = true;
    String parent = path;
    while (!parent.isEmpty()) {
      parent = LowerView.parent(parent);
      if (!parents.add(parent)) {
        break;
      }
    }
  }
}
