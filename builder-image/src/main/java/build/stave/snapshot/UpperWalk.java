package build.stave.snapshot;

import build.stave.linux.Files;
import build.stave.linux.Names;
import build.stave.linux.Stat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Walks an upper directory in the order of the bytes of whole paths, so that {@code a.b} comes
 * between {@code a} and {@code a/b}, and finds what each file has below.
 */
final class UpperWalk {
  /** Is told of every file but sockets, and of what is gone. */
  interface Visitor {
    void file(String path, String file, Stat stat, LowerView.@Nullable Found below)
        throws IOException;

    void deleted(String path) throws IOException;
  }

  /**
   * A step of the walk.
   *
   * @param key the name, with a slash for a directory's content; decides the place
   * @param stat null for a name that is missing in an opaque directory
   * @param content whether it is a directory's content and not the file itself
   */
  private record Item(String key, String name, @Nullable Stat stat, boolean content) {}

  private final String root;
  private final LowerView below;
  private final Visitor visitor;

  UpperWalk(String root, Tree below, Visitor visitor) throws IOException {
    this.root = root;
    this.below = new LowerView(below);
    this.visitor = visitor;
  }

  void run() throws IOException {
    visitor.file("", root, Files.lstat(root), below.lookup(""));
    walk("", false);
  }

  /**
   * @param opaque whether nothing below shows through here, so that what the directory lacks is
   *     gone
   */
  private void walk(String directory, boolean opaque) throws IOException {
    for (Item item : items(directory, opaque)) {
      String path = Parents.join(directory, item.name);
      String file = root + "/" + path;
      Stat stat = item.stat;
      if (stat == null) {
        visitor.deleted(path);
      } else if (stat.isOverlayWhiteout()) {
        if (below.lookup(path) != null) {
          visitor.deleted(path);
        }
      } else if (item.content) {
        LowerView.Found found = below.lookup(path);
        boolean covers = found != null && found.isDirectory();
        walk(path, covers && (opaque || Attributes.isOpaque(file)));
      } else if (!stat.isSocket()) {
        Upper.check(file, stat);
        visitor.file(path, file, stat, below.lookup(path));
      }
    }
  }

  private List<Item> items(String directory, boolean opaque) throws IOException {
    String parent = directory.isEmpty() ? root : root + "/" + directory;
    List<String> names = Files.list(parent);
    List<Item> items = new ArrayList<>(names.size());
    for (String name : names) {
      Stat stat = Files.lstat(parent + "/" + name);
      items.add(new Item(name, name, stat, false));
      if (stat.isDirectory()) {
        items.add(new Item(name + "/", name, stat, true));
      }
    }
    if (opaque) {
      Set<String> here = new HashSet<>(names);
      for (String name : below.children(directory)) {
        if (!here.contains(name)) {
          items.add(new Item(name, name, null, false));
        }
      }
    }
    items.sort((a, b) -> Names.compare(a.key, b.key));
    return items;
  }
}
