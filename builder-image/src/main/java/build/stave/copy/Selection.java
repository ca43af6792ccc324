package build.stave.copy;

import build.stave.ignore.GlobPattern;
import build.stave.ignore.IgnoreRules;
import build.stave.linux.Files;
import build.stave.linux.Names;
import build.stave.linux.RootPath;
import build.stave.linux.Stat;
import build.stave.problem.Problem;
import build.stave.problem.StaveException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Finds what one source of a COPY means in its tree, and visits it. */
final class Selection {
  private static final String PIVOT = "/./";

  /** Is told of each thing that the source means, then of all that is selected in it. */
  interface Visitor extends TreeWalk.Visitor {
    /**
     * The next file or directory.
     *
     * @param name the last element of its path as it was asked for
     * @param start with an empty name; of a directory, the content is meant
     * @param several whether the source means others too
     */
    void start(String name, TreeWalk.Node start, boolean several) throws IOException;
  }

  private final CopySource.Tree tree;
  private final String base;
  private final IgnoreRules excludes;
  private final Visitor visitor;

  private Selection(CopySource.Tree tree, List<String> excludes, Visitor visitor) {
    this.tree = tree;
    this.base = tree.root().endsWith("/") ? tree.root().replaceAll("/+$", "") : tree.root();
    this.excludes = excludes.isEmpty() ? IgnoreRules.NONE : IgnoreRules.of(excludes);
    this.visitor = visitor;
  }

  /**
   * Visits what a source means.
   *
   * @throws StaveException where it names one path and there is none
   */
  static void visit(CopySource.Tree tree, boolean parents, List<String> excludes, Visitor visitor)
      throws IOException {
    var selection = new Selection(tree, excludes, visitor);
    if (parents) {
      selection.visitKeepingParents();
    } else if (GlobPattern.hasWildcards(tree.pattern())) {
      List<String> matches = selection.matches();
      for (String match : matches) {
        selection.visitPath(match, matches.size() > 1);
      }
    } else {
      selection.visitPath(tree.pattern(), false);
    }
  }

  private void visitPath(String path, boolean several) throws IOException {
    String real = RootPath.resolve(tree.root(), path);
    Stat stat = Files.lstatOrNull(real);
    if (stat == null || isIgnored(inner(real), stat.isDirectory())) {
      throw missing(path, stat != null);
    }
    String name = path.substring(path.lastIndexOf('/') + 1);
    var start = new TreeWalk.Node(real, "", stat);
    if (stat.isDirectory()) {
      visitor.start(name, start, several);
      new TreeWalk(tree.ignore(), excludes, null, visitor).walk(start, inner(real));
    } else if (!excludes.excludes(name) && !stat.isSocket()) {
      visitor.start(name, start, several);
      visitor.file(start);
    }
  }

  private void visitKeepingParents() throws IOException {
    String text = tree.pattern();
    int pivot = ("/" + text).indexOf(PIVOT);
    String from = pivot > 0 ? text.substring(0, pivot - 1) : "";
    String rest = pivot < 0 ? text : text.substring(pivot + PIVOT.length() - 1);
    while (rest.startsWith("./")) {
      rest = rest.substring(2);
    }
    if (rest.isEmpty() || rest.equals(".")) {
      visitPath(from, false);
      return;
    }
    String real = RootPath.resolve(tree.root(), from);
    Stat stat = Files.lstatOrNull(real);
    var pattern = GlobPattern.parse(rest);
    var found = new Found(visitor, pattern);
    if (stat != null && stat.isDirectory()) {
      var start = new TreeWalk.Node(real, "", stat);
      found.start("", start, false);
      new TreeWalk(tree.ignore(), excludes, pattern, found).walk(start, inner(real));
    }
    if (!found.any && !GlobPattern.hasWildcards(rest)) {
      String path = TreeWalk.join(from, rest);
      Stat there = Files.lstatOrNull(base + "/" + path);
      if (there == null || isIgnored(path, there.isDirectory())) {
        throw missing(path, there != null);
      }
    }
  }

  /** Notes whether anything beside the start was selected. */
  private static final class Found implements Visitor {
    private final Visitor visitor;
    private final GlobPattern pattern;
    private boolean any;

    Found(Visitor visitor, GlobPattern pattern) {
      this.visitor = visitor;
      this.pattern = pattern;
    }

    @Override
    public void start(String name, TreeWalk.Node start, boolean several) throws IOException {
      visitor.start(name, start, several);
    }

    @Override
    public void enter(TreeWalk.Node directory) throws IOException {
      any |= pattern.matches(directory.name());
      visitor.enter(directory);
    }

    @Override
    public void file(TreeWalk.Node file) throws IOException {
      any = true;
      visitor.file(file);
    }

    @Override
    public void leave(TreeWalk.Node directory) throws IOException {
      visitor.leave(directory);
    }
  }

  /** Paths that the pattern matches, sorted. Links are followed before its first wildcard only. */
  private List<String> matches() throws IOException {
    List<String> elements = List.of(tree.pattern().split("/", -1));
    int first = 0;
    while (!GlobPattern.hasWildcards(elements.get(first))) {
      first++;
    }
    String from = RootPath.resolve(tree.root(), String.join("/", elements.subList(0, first)));
    List<String> found = List.of(inner(from));
    for (String element : elements.subList(first, elements.size())) {
      boolean last = ++first == elements.size();
      List<String> next = new ArrayList<>();
      for (String directory : found) {
        next.addAll(matchesIn(directory, element, last));
      }
      found = next;
    }
    return found.stream().sorted(Names::compare).toList();
  }

  private List<String> matchesIn(String directory, String element, boolean last)
      throws IOException {
    String path = directory.isEmpty() ? base : base + "/" + directory;
    Stat stat = Files.lstatOrNull(path.isEmpty() ? "/" : path);
    if (stat == null || !stat.isDirectory()) {
      return List.of();
    }
    var pattern = GlobPattern.of(element);
    List<String> matches = new ArrayList<>();
    for (String name : Files.list(path.isEmpty() ? "/" : path)) {
      if (pattern.matches(name)) {
        String child = TreeWalk.join(directory, name);
        boolean isDirectory = Files.lstat(base + "/" + child).isDirectory();
        if ((last || isDirectory) && !isIgnored(child, isDirectory)) {
          matches.add(child);
        }
      }
    }
    return matches;
  }

  private boolean isIgnored(String inner, boolean directory) {
    return !inner.isEmpty()
        && (directory ? tree.ignore().canSkip(inner) : tree.ignore().excludes(inner));
  }

  private String inner(String path) {
    return path.length() <= base.length() ? "" : path.substring(base.length() + 1);
  }

  private StaveException missing(String path, boolean ignored) {
    Problem problem = Problem.user("/" + path + " not found in " + tree.title());
    return ignored
        ? problem.fix("it is excluded by .dockerignore: add a line !" + path).exception()
        : problem
            .fix("check the path; sources are relative to the root of " + tree.title())
            .exception();
  }
}
