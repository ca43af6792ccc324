package build.stave.graph;

import build.stave.dockerfile.Dockerfile;
import build.stave.dockerfile.Expander;
import build.stave.dockerfile.SourceRange;
import build.stave.oci.Digest;
import build.stave.oci.Platform;
import build.stave.problem.Problem;
import build.stave.problem.StaveException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One run of the planner: what its stages share. */
final class Planning {
  static final String SOURCE_DATE_EPOCH = "SOURCE_DATE_EPOCH";

  final Dockerfile dockerfile;
  final Platform platform;
  final Platform buildPlatform;
  final Map<String, String> buildArgs;
  final Resolver resolver;
  final Expander expander;
  final StageNames names;
  final GlobalArguments globals;
  final Findings findings;
  final List<BaseLine> bases = new ArrayList<>();
  final @Nullable String epoch;

  private final Map<Integer, StageEnd> stages = new TreeMap<>();
  private final Map<String, ResolvedImage> images = new HashMap<>();

  /** A stage's plan, and what only other stages of the plan have to know. */
  record StageEnd(
      PlannedStage stage,
      Platform platform,
      Digest files,
      Map<String, Optional<String>> arguments,
      boolean workdirSet) {}

  Planning(PlanRequest request, int target, StageNames names, Resolver resolver) {
    this.dockerfile = request.dockerfile();
    this.platform = request.platform();
    this.buildPlatform = request.buildPlatform();
    this.buildArgs = buildArgs(request);
    this.resolver = resolver;
    this.names = names;
    this.expander = new Expander(dockerfile.directives().escape());
    this.findings = new Findings(dockerfile);
    this.epoch = buildArgs.get(SOURCE_DATE_EPOCH);
    GlobalArguments defaults = GlobalArguments.of(request, target, Map.of(), expander);
    BaseLine.checkDefaults(dockerfile, defaults.values(), expander, findings);
    this.globals = GlobalArguments.of(request, target, buildArgs, expander);
    for (Dockerfile.Stage stage : dockerfile.stages()) {
      bases.add(BaseLine.of(dockerfile, stage.from(), globals, expander, findings));
    }
  }

  private static Map<String, String> buildArgs(PlanRequest request) {
    Map<String, String> all = new HashMap<>(request.buildArgs());
    if (request.sourceDateEpoch() != null) {
      all.put(SOURCE_DATE_EPOCH, request.sourceDateEpoch().toString());
    }
    return Map.copyOf(all);
  }

  /** The plan of a stage; made once. Names refer to earlier stages alone, so this always ends. */
  StageEnd stage(int index) {
    StageEnd known = stages.get(index);
    if (known != null) {
      return known;
    }
    StageEnd planned = new StageWalk(this, index).plan();
    stages.put(index, planned);
    return planned;
  }

  /** The stages planned so far, in the order of the Dockerfile. */
  List<PlannedStage> planned() {
    return stages.values().stream().map(StageEnd::stage).toList();
  }

  /** The image; the place goes into the error where there is none. */
  ResolvedImage image(String reference, Platform wanted, SourceRange range, int stage) {
    String key = reference + " " + wanted;
    ResolvedImage known = images.get(key);
    if (known != null) {
      return known;
    }
    try {
      ResolvedImage resolved = resolver.image(reference, wanted);
      images.put(key, resolved);
      return resolved;
    } catch (StaveException e) {
      Problem problem = e.problem().at(dockerfile.location(range));
      Optional<String> later = names.later(reference, stage);
      if (later.isPresent()) {
        problem = problem.fix("stage " + later.get() + " is defined later: move it up");
      } else if (!names.hint(reference, stage).isEmpty()) {
        problem = problem.fix("no stage has this name" + names.hint(reference, stage));
      }
      throw problem.exception(e);
    }
  }

  /** What a step may read for an origin, or null for no file at all. */
  @Nullable Input input(Origin origin, SourceRange range, int stage) {
    return switch (origin) {
      case Origin.Stage(int index) -> {
        stage(index);
        yield new Input.Stage(index);
      }
      case Origin.Image(String reference) ->
          new Input.Image(image(reference, platform, range, stage));
      case Origin.Files(String context) -> new Input.Context(context);
      case Origin.Scratch() -> null;
    };
  }

  /** The address of what is read, for the selected paths. */
  Digest inputAddress(Input input, List<String> patterns, List<String> excludes, boolean parents) {
    return switch (input) {
      case Input.Stage(int index) -> stage(index).files();
      case Input.Image(ResolvedImage image) -> imageAddress(image);
      case Input.Context context -> resolver.content(context, patterns, excludes, parents);
    };
  }

  /** The address of an image's files: of its manifest, whatever name it was found under. */
  Digest imageAddress(ResolvedImage image) {
    int at = image.pinned().lastIndexOf('@');
    return start("image").field("manifest", image.pinned().substring(at + 1)).address();
  }

  /** The address of no files on a platform. */
  Digest scratchAddress(Platform of) {
    return start("scratch").field("platform", of.toString()).address();
  }

  private AddressHash start(String kind) {
    return AddressHash.of(kind).field(SOURCE_DATE_EPOCH, epoch);
  }
}
