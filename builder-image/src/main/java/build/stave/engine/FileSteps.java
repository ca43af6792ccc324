package build.stave.engine;

import build.stave.accounts.Accounts;
import build.stave.accounts.Identity;
import build.stave.archive.Bytes;
import build.stave.copy.Copier;
import build.stave.copy.CopyRequest;
import build.stave.copy.CopySource;
import build.stave.copy.Owner;
import build.stave.graph.FileSource;
import build.stave.graph.Step;
import build.stave.ignore.IgnoreRules;
import build.stave.linux.Names;
import build.stave.problem.Problem;
import build.stave.source.Download;
import build.stave.source.SourceTree;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Carries out COPY, ADD and WORKDIR. */
final class FileSteps {
  private final Trees trees;
  private final RemoteFiles remote;
  private final Timestamps times;

  FileSteps(Trees trees, RemoteFiles remote, Timestamps times) {
    this.trees = trees;
    this.remote = remote;
    this.times = times;
  }

  void copy(Step.Files step, String root) throws Exception {
    List<CopySource> sources = new ArrayList<>();
    for (FileSource source : step.sources()) {
      sources.add(open(source, step));
    }
    Copier.copy(
        new CopyRequest(
            root,
            sources,
            step.destination(),
            owner(step.chown(), step.link(), root),
            step.chmod(),
            step.parents(),
            step.excludes(),
            step.link(),
            times.epoch()));
  }

  void workdir(Step.Workdir step, String root) throws Exception {
    Owner owner = owner(step.user().isEmpty() ? null : step.user(), false, root);
    Copier.makeDirectory(root, step.path(), owner == null ? Owner.ROOT : owner, times.epoch());
  }

  private CopySource open(FileSource source, Step.Files step) throws Exception {
    Boolean unpack = step.unpack();
    return switch (source) {
      case FileSource.Path(var from, var pattern) -> {
        Trees.OpenTree tree = trees.open(from);
        yield new CopySource.Tree(
            tree.root(),
            tree.title(),
            pattern,
            tree.ignore(),
            tree.origin(),
            unpack == null ? step.add() : unpack);
      }
      case FileSource.Inline(var name, var content) ->
          new CopySource.Inline(name, Bytes.of(Names.encode(content)));
      case FileSource.Http http -> {
        Download file = remote.file(http);
        yield new CopySource.LocalFile(
            file.file(), file.name(), file.mtime(), unpack != null && unpack);
      }
      case FileSource.Git git -> {
        SourceTree tree = remote.tree(git);
        yield new CopySource.Tree(
            tree.root(), remote.title(git), "", IgnoreRules.NONE, Trees.origin(tree), false);
      }
    };
  }

  private static @Nullable Owner owner(@Nullable String chown, boolean link, String root)
      throws Exception {
    if (chown == null) {
      return null;
    }
    if (link && !chown.matches("\\d+(:\\d+)?")) {
      throw Problem.user("--chown=" + chown + " with --link: the layer sees no passwd file")
          .fix("use numbers with --chown, or leave --link out")
          .exception();
    }
    Identity identity = Accounts.of(root).owner(chown);
    return new Owner(identity.uid(), identity.gid());
  }
}
