package build.stave.engine;

import build.stave.copy.ContentDigest;
import build.stave.copy.CopySource;
import build.stave.graph.FileSource;
import build.stave.graph.Input;
import build.stave.graph.ResolvedImage;
import build.stave.graph.Resolver;
import build.stave.oci.Digest;
import build.stave.oci.Platform;
import build.stave.source.Download;
import java.util.List;

/** Answers the planner's questions about images and contexts. */
final class PlanResolver implements Resolver {
  private final Images images;
  private final Contexts contexts;
  private final RemoteFiles remote;

  PlanResolver(Images images, Contexts contexts, RemoteFiles remote) {
    this.images = images;
    this.contexts = contexts;
    this.remote = remote;
  }

  @Override
  public ResolvedImage image(String reference, Platform platform) {
    return Unchecked.get(() -> images.resolve(reference, platform));
  }

  @Override
  public Digest content(
      Input.Context input, List<String> patterns, List<String> excludes, boolean parents) {
    return Unchecked.get(
        () -> {
          Contexts.OpenContext context = contexts.open(input.name());
          List<CopySource.Tree> sources =
              patterns.stream()
                  .map(
                      pattern ->
                          new CopySource.Tree(
                              context.root(),
                              input.name().isEmpty() ? "the build context" : input.name(),
                              pattern,
                              context.ignore(),
                              CopySource.Origin.CONTEXT,
                              false))
                  .toList();
          Digest content = ContentDigest.of(sources, parents, excludes);
          // Files that keep the commit's time are others after another commit.
          return context.tree().dated()
              ? Digest.of(content + " at " + context.tree().commitTime())
              : content;
        });
  }

  @Override
  public Digest download(String url) {
    return Unchecked.get(
        () -> {
          Download file = remote.planned(url);
          return Digest.of(file.digest() + " " + file.mtime() + " " + file.name());
        });
  }

  @Override
  public String commit(FileSource.Git source) {
    return Unchecked.get(() -> remote.commit(source));
  }

  @Override
  public boolean ignored(String path) {
    return Unchecked.get(() -> contexts.open(Contexts.MAIN).ignore().canSkip(path));
  }
}
