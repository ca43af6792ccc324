package build.stave.graph;

import build.stave.dockerfile.DockerfileParser;
import build.stave.dockerfile.Instruction;
import build.stave.dockerfile.LintRule;
import build.stave.dockerfile.SourceRange;
import build.stave.graph.Planning.StageEnd;
import build.stave.oci.Digest;
import build.stave.oci.ImageConfig;
import build.stave.oci.Platform;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Goes through the instructions of one stage and makes its steps. */
final class StageWalk {
  /** Arguments for the builder: no step sees them, declared or not. */
  static final Set<String> NOT_IN_ENVIRONMENT =
      Set.of("BUILDKIT_SBOM_SCAN_CONTEXT", "BUILDKIT_SBOM_SCAN_STAGE");

  private final Planning planning;
  private final int index;
  private final Instruction.From from;

  StageWalk(Planning planning, int index) {
    this.planning = planning;
    this.index = index;
    this.from = planning.dockerfile.stages().get(index).from();
  }

  StageEnd plan() {
    Origin replaced = planning.names.override(index);
    return replaced == null ? walked() : replaced(replaced);
  }

  private StageEnd walked() {
    BaseLine line = planning.bases.get(index);
    Origin origin = planning.names.base(line.image(), index);
    Base base = base(origin, line.platform());
    StageState state = start(base, line.platform());
    if (origin instanceof Origin.Files(String context)) {
      state.steps.add(contents(state, context));
    }
    List<String> triggers = state.config.onBuild;
    state.config.onBuild = List.of();
    if (state.config.build().env("PATH") == null && !state.platform.os().equals("windows")) {
      state.config.setEnv("PATH", StageState.DEFAULT_PATH);
    }
    if (!state.config.workingDir.isEmpty()) {
      state.config.workingDir = state.workingDir();
    }
    boolean own = origin instanceof Origin.Stage;
    char escape = own ? planning.dockerfile.directives().escape() : '\\';
    for (String trigger : triggers) {
      Located.in(
          planning.dockerfile,
          from.range(),
          () ->
              step(
                  state,
                  DockerfileParser.parseTrigger(trigger, from.range(), escape),
                  "ONBUILD " + trigger));
    }
    for (Instruction instruction : planning.dockerfile.stages().get(index).instructions()) {
      Located.in(
          planning.dockerfile,
          instruction.range(),
          () -> step(state, instruction, instruction.original()));
    }
    return end(state, base);
  }

  /** A named context has the stage's name: none of its instructions is carried out. */
  private StageEnd replaced(Origin origin) {
    Base base = base(origin, planning.bases.get(index).platform());
    StageState state = start(base, null);
    if (origin instanceof Origin.Files(String context)) {
      state.steps.add(contents(state, context));
    }
    return end(state, base);
  }

  private StageEnd end(StageState state, Base base) {
    PlannedStage stage =
        new PlannedStage(
            index, from.stageName(), base, state.steps, state.image(), state.address());
    return new StageEnd(stage, state.platform, state.files, state.arguments, state.workdirSet);
  }

  private Base base(Origin origin, @Nullable Platform platform) {
    return switch (origin) {
      case Origin.Stage(int earlier) -> new Base.Stage(earlier);
      case Origin.Scratch() -> new Base.Scratch();
      case Origin.Files(String ignored) -> new Base.Scratch();
      case Origin.Image(String reference) -> {
        Platform wanted = platform == null ? planning.platform : platform;
        ResolvedImage image = planning.image(reference, wanted, from.range(), index);
        checkPlatform(reference, wanted, image);
        yield new Base.Image(image);
      }
    };
  }

  private void checkPlatform(String reference, Platform wanted, ResolvedImage image) {
    Platform actual = image.config().platform();
    boolean same =
        actual.os().equals(wanted.os()) && actual.architecture().equals(wanted.architecture());
    if (!same) {
      planning.findings.add(
          LintRule.INVALID_BASE_IMAGE_PLATFORM.at(from.range(), reference, actual, wanted));
    }
  }

  private StageState start(Base base, @Nullable Platform platform) {
    return switch (base) {
      case Base.Scratch() -> {
        ImageConfig empty = ImageConfig.scratch(planning.platform);
        Digest files = planning.scratchAddress(planning.platform);
        yield new StageState(index, planning.platform, empty, files, Map.of(), false);
      }
      case Base.Image(ResolvedImage image) ->
          new StageState(
              index,
              platform == null ? planning.platform : platform,
              image.config(),
              planning.imageAddress(image),
              Map.of(),
              false);
      case Base.Stage(int earlier) -> {
        StageEnd end = planning.stage(earlier);
        yield new StageState(
            index,
            end.platform(),
            end.stage().config(),
            end.files(),
            end.arguments(),
            end.workdirSet());
      }
    };
  }

  /** A tree of files as a base: all of it is copied into an empty root. */
  private Step contents(StageState state, String context) {
    var files = new Instruction.Files(List.of("."), List.of(), "/", null, null, false, List.of());
    var copy = new Instruction.Copy(from.range(), from.original(), files, null, false);
    return new FileSteps(planning, state, words(state, from.range()))
        .copy(copy, new Input.Context(context), from.original());
  }

  private void step(StageState state, Instruction instruction, String text) {
    Words words = words(state, instruction.range());
    switch (instruction) {
      case Instruction.Run run ->
          state.steps.add(new RunSteps(planning, state, words).run(run, text));
      case Instruction.Copy copy ->
          state.steps.add(new FileSteps(planning, state, words).copy(copy, text));
      case Instruction.Add add ->
          state.steps.add(new FileSteps(planning, state, words).add(add, text));
      case Instruction.Workdir workdir -> state.steps.add(workdir(state, workdir, words, text));
      case Instruction.OnBuild(SourceRange ignored, String original, String trigger) ->
          state.config.onBuild = plus(state.config.onBuild, trigger);
      case Instruction.Arg arg -> metadata(state, arg, arguments(state, arg), text);
      case Instruction.Env _,
          Instruction.Label _,
          Instruction.Cmd _,
          Instruction.Entrypoint _,
          Instruction.Expose _,
          Instruction.Volume _,
          Instruction.User _,
          Instruction.StopSignal _,
          Instruction.Healthcheck _,
          Instruction.Shell _,
          Instruction.Maintainer _,
          Instruction.From _ ->
          metadata(state, instruction, ConfigChange.apply(instruction, state, words), text);
    }
  }

  private Words words(StageState state, SourceRange range) {
    return new Words(planning.expander, state, planning.findings, range);
  }

  private static void metadata(
      StageState state, Instruction instruction, String createdBy, String text) {
    state.steps.add(
        new Step.Metadata(
            new Step.Header(state.metadataAddress(), instruction.range(), text, createdBy)));
  }

  private Step workdir(StageState state, Instruction.Workdir workdir, Words words, String text) {
    String written = words.one(workdir.path());
    if (!state.workdirSet && !written.startsWith("/")) {
      planning.findings.add(LintRule.WORKDIR_RELATIVE_PATH.at(workdir.range(), written));
    }
    state.workdirSet = true;
    String path = Paths.join(state.workingDir(), written);
    state.config.workingDir = path;
    String user = state.config.user;
    if (!path.equals("/")) {
      state.files =
          AddressHash.of("workdir")
              .field("parent", state.files)
              .field("path", path)
              .field("user", user)
              .address();
    }
    var header = new Step.Header(state.files, workdir.range(), text, "WORKDIR " + path);
    return new Step.Workdir(header, path, user);
  }

  /** Declares the arguments; each one's default sees those before it. */
  private String arguments(StageState state, Instruction.Arg arg) {
    var history = new StringBuilder("ARG");
    for (Instruction.Arg.Argument argument : arg.arguments()) {
      String value = value(state, arg, argument);
      if (!NOT_IN_ENVIRONMENT.contains(argument.name())) {
        state.declare(argument.name(), value);
      }
      history.append(' ').append(argument.name());
      if (value != null) {
        history.append('=').append(value);
      }
    }
    return history.toString();
  }

  private @Nullable String value(
      StageState state, Instruction.Arg arg, Instruction.Arg.Argument argument) {
    String given = planning.buildArgs.get(argument.name());
    if (given != null) {
      return given;
    }
    return argument.defaultValue() == null
        ? planning.globals.values().get(argument.name())
        : words(state, arg.range()).one(argument.defaultValue());
  }

  private static <T> List<T> plus(List<T> list, T last) {
    return java.util.stream.Stream.concat(list.stream(), java.util.stream.Stream.of(last)).toList();
  }
}
