package build.stave.copy;

import build.stave.archive.Bytes;
import build.stave.ignore.IgnoreRules;
import build.stave.linux.Files;
import build.stave.linux.Stat;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Two trees in a temporary folder, a source and a root file system, written and read as text. */
final class Trees {
  static final long EPOCH = 1_600_000_000L;

  final String source;
  final String root;

  Trees(Path folder) throws IOException {
    source = folder.resolve("source").toString();
    root = folder.resolve("root").toString();
    Files.mkdir(source, 0755);
    Files.mkdir(root, 0755);
  }

  static void file(String path, String content, int mode) throws IOException {
    parents(path);
    try (OutputStream out = Files.create(path, mode)) {
      out.write(content.getBytes(StandardCharsets.UTF_8));
    }
    Files.chmod(path, mode);
    Files.setTimes(path, 1_000_000_000L, 5);
  }

  Trees in(String name, String content) throws IOException {
    file(source + "/" + name, content, 0644);
    return this;
  }

  Trees have(String name, String content) throws IOException {
    file(root + "/" + name, content, 0644);
    return this;
  }

  static void directory(String path, int mode) throws IOException {
    parents(path);
    Files.mkdir(path, mode);
    Files.chmod(path, mode);
  }

  static void link(String path, String target) throws IOException {
    parents(path);
    Files.symlink(target, path);
  }

  private static void parents(String path) throws IOException {
    java.nio.file.Files.createDirectories(Path.of(path).getParent());
  }

  CopySource.Tree tree(String pattern) {
    return tree(pattern, IgnoreRules.NONE, CopySource.Origin.CONTEXT);
  }

  CopySource.Tree image(String pattern) {
    return tree(pattern, IgnoreRules.NONE, CopySource.Origin.IMAGE);
  }

  CopySource.Tree tree(String pattern, IgnoreRules rules, CopySource.Origin origin) {
    return new CopySource.Tree(source, "the build context", pattern, rules, origin, false);
  }

  static CopySource inline(String name, String content) {
    return new CopySource.Inline(name, Bytes.of(content.getBytes(StandardCharsets.UTF_8)));
  }

  CopyRequest request(String destination, CopySource... sources) {
    return new CopyRequest(
        root, List.of(sources), destination, null, null, false, List.of(), false, EPOCH);
  }

  void copy(String pattern, String destination) throws IOException {
    Copier.copy(request(destination, tree(pattern)));
  }

  void copy(String pattern, String destination, UnaryOperator<CopyRequest> change)
      throws IOException {
    Copier.copy(change.apply(request(destination, tree(pattern))));
  }

  static CopyRequest chmod(CopyRequest r, String chmod) {
    return new CopyRequest(
        r.root(),
        r.sources(),
        r.destination(),
        r.owner(),
        chmod,
        r.parents(),
        r.excludes(),
        r.link(),
        r.epoch());
  }

  static CopyRequest chown(CopyRequest r, int uid, int gid) {
    return new CopyRequest(
        r.root(),
        r.sources(),
        r.destination(),
        new Owner(uid, gid),
        r.chmod(),
        r.parents(),
        r.excludes(),
        r.link(),
        r.epoch());
  }

  static CopyRequest parents(CopyRequest r) {
    return new CopyRequest(
        r.root(),
        r.sources(),
        r.destination(),
        r.owner(),
        r.chmod(),
        true,
        r.excludes(),
        r.link(),
        r.epoch());
  }

  static CopyRequest excluding(CopyRequest r, String... patterns) {
    return new CopyRequest(
        r.root(),
        r.sources(),
        r.destination(),
        r.owner(),
        r.chmod(),
        r.parents(),
        List.of(patterns),
        r.link(),
        r.epoch());
  }

  static CopyRequest linked(CopyRequest r) {
    return new CopyRequest(
        r.root(),
        r.sources(),
        r.destination(),
        r.owner(),
        r.chmod(),
        r.parents(),
        r.excludes(),
        true,
        r.epoch());
  }

  /** One line for each file of the root: {@code path mode [uid:gid] content or -> target}. */
  List<String> result() throws IOException {
    List<String> lines = new ArrayList<>();
    list(root, "", lines);
    return lines;
  }

  private static void list(String directory, String prefix, List<String> lines) throws IOException {
    for (String name : Files.list(directory)) {
      String path = directory + "/" + name;
      Stat stat = Files.lstat(path);
      String owner = stat.uid() == 0 && stat.gid() == 0 ? "" : " " + stat.uid() + ":" + stat.gid();
      String mode = Integer.toOctalString(stat.permissions());
      if (stat.isSymlink()) {
        lines.add(prefix + name + " -> " + Files.readlink(path) + owner);
      } else if (stat.isDirectory()) {
        lines.add(prefix + name + "/ " + mode + owner);
        list(path, prefix + name + "/", lines);
      } else {
        lines.add(prefix + name + " " + mode + owner + " " + read(path));
      }
    }
  }

  static String read(String path) throws IOException {
    try (var in = Files.read(path)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  Stat stat(String name) throws IOException {
    return Files.lstat(root + "/" + name);
  }
}
