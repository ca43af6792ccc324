package build.stave.copy;

import build.stave.ignore.GlobPattern;
import build.stave.ignore.IgnoreRules;
import build.stave.linux.Files;
import build.stave.linux.LinuxException;
import build.stave.problem.FullDisk;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Carries out a COPY or ADD (Dockerfile reference; BuildKit's file operations where it is mute).
 */
public final class Copier {
  private static final int INLINE_MODE = 0644;
  private static final int DOWNLOAD_MODE = 0600;

  private final CopyRequest request;
  private final Destination destination;
  private final @Nullable ModeChange chmod;

  private Copier(CopyRequest request) {
    this.request = request;
    this.destination = new Destination(request);
    this.chmod = request.chmod() == null ? null : ModeChange.parse(request.chmod());
  }

  /**
   * Copies all sources into the root file system.
   *
   * @throws build.stave.problem.StaveException where a source is missing, the destination has
   *     something of another type, an archive is corrupt or the disk is full
   */
  public static void copy(CopyRequest request) throws IOException {
    var copier = new Copier(request);
    try {
      for (CopySource source : request.sources()) {
        copier.copy(source);
      }
      copier.destination.finish();
    } catch (LinuxException e) {
      throw FullDisk.explain(e, "copy to " + request.destination(), "the build's folder");
    }
  }

  /**
   * Those of the sources, as they are written, that name one path which the rules exclude: what the
   * lint rule CopyIgnoredFile reports.
   */
  public static List<String> ignored(IgnoreRules rules, List<String> sources) {
    return sources.stream()
        .filter(source -> !GlobPattern.hasWildcards(source))
        .filter(
            source -> {
              String path = source.replaceAll("^(\\.?/+)+|(/+\\.?)+$", "");
              return !path.isEmpty() && !path.equals(".") && rules.excludes(path);
            })
        .toList();
  }

  /**
   * Makes a directory and its missing parents, as WORKDIR does; one that is there stays as it is.
   *
   * @param path absolute inside the root
   * @param owner of what is made
   * @param epoch modification time of what is made, seconds since 1970
   */
  public static void makeDirectory(String root, String path, Owner owner, long epoch)
      throws IOException {
    var destination =
        new Destination(
            new CopyRequest(
                root, List.of(), path + "/", owner, null, false, List.of(), false, epoch));
    destination.asDirectory();
    destination.finish();
  }

  private void copy(CopySource source) throws IOException {
    switch (source) {
      case CopySource.Tree tree -> copyTree(tree);
      case CopySource.Inline inline -> write(inline);
      case CopySource.LocalFile file -> copyFile(file);
    }
  }

  private void copyTree(CopySource.Tree tree) throws IOException {
    Selection.Visitor writer = new TreeWriter(request, tree, destination, chmod);
    if (tree.unpack()) {
      writer = new ArchiveVisitor(request, destination, writer);
    }
    Selection.visit(tree, request.parents(), request.excludes(), writer);
  }

  private void write(CopySource.Inline inline) throws IOException {
    String path = destination.forFile(inline.name(), false);
    destination.makeRoom(path);
    try (OutputStream out = Files.create(path, 0600)) {
      out.write(inline.content().toArray());
    }
    destination.written(path);
    finish(path, INLINE_MODE, request.epoch());
  }

  private void copyFile(CopySource.LocalFile file) throws IOException {
    String content = file.file().toString();
    if (file.unpack() && ArchiveSource.isArchive(content)) {
      ArchiveSource.unpack(content, file.name(), request, destination);
      return;
    }
    String path = destination.forFile(file.name(), false);
    destination.makeRoom(path);
    Files.copyContent(content, path, 0600);
    destination.written(path);
    finish(path, DOWNLOAD_MODE, file.mtime());
  }

  private void finish(String path, int mode, long mtime) throws IOException {
    Owner owner = request.owner() == null ? Owner.ROOT : request.owner();
    new Metadata(owner, mode, new TreeMap<>(), mtime).apply(path, Files.lstat(path), chmod);
  }
}
