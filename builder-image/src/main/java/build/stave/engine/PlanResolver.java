package build.stave.engine;

import build.stave.copy.ContentDigest;
import build.stave.copy.CopySource;
import build.stave.graph.Input;
import build.stave.graph.ResolvedImage;
import build.stave.graph.Resolver;
import build.stave.oci.Digest;
import build.stave.oci.Platform;
import java.util.List;

/** Answers the planner's questions about images and contexts. */
final class PlanResolver implements Resolver {
  private final Images images;
  private final Contexts contexts;

  PlanResolver(Images images, Contexts contexts) {
    this.images = images;
    this.contexts = contexts;
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
          return ContentDigest.of(sources, parents, excludes);
        });
  }

  @Override
  public boolean ignored(String path) {
    return Unchecked.get(() -> contexts.open(Contexts.MAIN).ignore().canSkip(path));
  }
}
