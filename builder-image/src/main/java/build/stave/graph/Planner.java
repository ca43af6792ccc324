package build.stave.graph;

import build.stave.dockerfile.Dockerfile;
import build.stave.dockerfile.Finding;
import build.stave.oci.Digest;
import build.stave.oci.ImageConfig;
import build.stave.oci.Platform;
import build.stave.oci.RuntimeConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Makes a plan of a Dockerfile: which stages, which steps, what each reads, its address. */
public final class Planner {
  private Planner() {}

  /**
   * Plans the target and the stages it needs.
   *
   * @throws build.stave.problem.StaveException where the Dockerfile or an argument is wrong, with
   *     its line; also where a lint rule is broken and the Dockerfile says {@code check=error=true}
   */
  public static BuildPlan plan(PlanRequest request, Resolver resolver) {
    StageNames names = names(request);
    int target = names.target(request.target());
    Planning planning = new Planning(request, target, names, resolver);
    planning.stage(target);
    planning.findings.enforce();
    List<PlannedStage> stages = new ArrayList<>(planning.planned());
    stages.add(finished(stages.removeLast(), request));
    return new BuildPlan(
        request.platform(), stages, planning.findings.sorted(), warnings(request, planning));
  }

  /**
   * Lints without planning a build: looks at all stages where no target is named, and at no file of
   * any context.
   *
   * @return what was found, in the order of the lines
   * @throws build.stave.problem.StaveException where the Dockerfile is wrong
   */
  public static List<Finding> check(PlanRequest request, Resolver resolver) {
    StageNames names = names(request);
    int target = names.target(request.target());
    Planning planning = new Planning(request, target, names, new WithoutContent(resolver));
    for (int i = request.target() == null ? 0 : target; i <= target; i++) {
      planning.stage(i);
    }
    return planning.findings.sorted();
  }

  private static StageNames names(PlanRequest request) {
    Dockerfile dockerfile = request.dockerfile();
    return new StageNames(dockerfile, new Contexts(request.contexts()));
  }

  private static PlannedStage finished(PlannedStage target, PlanRequest request) {
    RuntimeConfig.Builder labelled = target.config().config().toBuilder();
    labelled.labels.putAll(request.labels());
    ImageConfig config = target.config().withConfig(labelled.build());
    // A platform that is not the builder's own was asked for; then the image is for it, even if
    // its last stage starts from an image of another.
    if (!request.platform().equals(request.buildPlatform())) {
      config = forPlatform(config, request.platform());
    }
    Digest address =
        config.equals(target.config())
            ? target.address()
            : AddressHash.of("target")
                .field("stage", target.address())
                .field("labels", request.labels())
                .field("platform", config.platform().toString())
                .address();
    return new PlannedStage(
        target.index(), target.name(), target.base(), target.steps(), config, address);
  }

  private static ImageConfig forPlatform(ImageConfig config, Platform platform) {
    ImageConfig other = ImageConfig.scratch(platform);
    return new ImageConfig(
        config.created(),
        config.author(),
        other.architecture(),
        other.variant(),
        other.os(),
        other.osVersion(),
        config.config(),
        config.rootfs(),
        config.history());
  }

  private static List<String> warnings(PlanRequest request, Planning planning) {
    Set<String> left = GlobalArguments.unconsumed(request, planning.globals);
    return left.isEmpty()
        ? List.of()
        : List.of(
            "[Warning] One or more build-args "
                + GoText.list(List.copyOf(left))
                + " were not consumed");
  }

  /** Resolves images and takes all files to be there. */
  private record WithoutContent(Resolver images) implements Resolver {
    @Override
    public ResolvedImage image(String reference, Platform platform) {
      return images.image(reference, platform);
    }

    @Override
    public Digest content(
        Input.Context context, List<String> patterns, List<String> excludes, boolean parents) {
      return Digest.of(context.name());
    }

    @Override
    public Digest download(String url) {
      return Digest.of(url);
    }

    @Override
    public String commit(FileSource.Git source) {
      return source.url();
    }

    @Override
    public boolean ignored(String path) {
      return images.ignored(path);
    }
  }
}
