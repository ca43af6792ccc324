package build.stave.copy;

import build.stave.ignore.GlobPattern;
import build.stave.ignore.IgnoreRules;
import build.stave.linux.Files;
import build.stave.linux.Stat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Visits what is selected below a directory, names sorted by their bytes. Links are not followed. A
 * directory that is itself left out, but may hold something that is not, is entered only once that
 * is found.
 */
final class TreeWalk {
  /**
   * A file in the tree.
   *
   * @param path absolute
   * @param name relative to where the walk started; empty for the start
   */
  record Node(String path, String name, Stat stat) {}

  /** Is told what is selected; every directory is entered before and left after its content. */
  interface Visitor {
    void enter(Node directory) throws IOException;

    void file(Node file) throws IOException;

    void leave(Node directory) throws IOException;
  }

  private final IgnoreRules ignore;
  private final IgnoreRules excludes;
  private final @Nullable GlobPattern only;
  private final Visitor visitor;
  private final List<Node> pending = new ArrayList<>();

  /**
   * @param ignore of paths in the whole tree
   * @param excludes of names relative to the start
   * @param only what names must match, themselves or in a parent; null for all
   */
  TreeWalk(IgnoreRules ignore, IgnoreRules excludes, @Nullable GlobPattern only, Visitor visitor) {
    this.ignore = ignore;
    this.excludes = excludes;
    this.only = only;
    this.visitor = visitor;
  }

  /**
   * Walks a directory.
   *
   * @param inner the directory's path relative to the root of the tree
   */
  void walk(Node directory, String inner) throws IOException {
    visitor.enter(directory);
    children(directory, inner, only == null);
    visitor.leave(directory);
  }

  private void children(Node directory, String inner, boolean selected) throws IOException {
    for (String child : Files.list(directory.path())) {
      String path = directory.path() + "/" + child;
      Node node = new Node(path, join(directory.name(), child), Files.lstat(path));
      String childInner = join(inner, child);
      boolean in = selected || only == null || only.matches(node.name());
      boolean visible = in && !ignore.excludes(childInner) && !excludes.excludes(node.name());
      if (node.stat().isDirectory()) {
        directory(node, childInner, in, visible);
      } else if (visible && !node.stat().isSocket()) {
        enterPending();
        visitor.file(node);
      }
    }
  }

  private void directory(Node node, String inner, boolean in, boolean visible) throws IOException {
    if (ignore.canSkip(inner)
        || excludes.canSkip(node.name())
        || (!in && only != null && !only.canMatchBelow(node.name()))) {
      return;
    }
    int depth = pending.size();
    pending.add(node);
    if (visible) {
      enterPending();
    }
    children(node, inner, in);
    if (pending.size() > depth) {
      pending.removeLast();
    } else {
      visitor.leave(node);
    }
  }

  private void enterPending() throws IOException {
    for (Node node : pending) {
      visitor.enter(node);
    }
    pending.clear();
  }

  static String join(String directory, String name) {
    return directory.isEmpty() ? name : directory + "/" + name;
  }
}
