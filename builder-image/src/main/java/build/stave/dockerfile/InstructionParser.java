package build.stave.dockerfile;

import build.stave.problem.Problem;
import build.stave.problem.StaveException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Nodes to typed instructions (BuildKit frontend/dockerfile/instructions). */
final class InstructionParser {
  static final List<String> NAMES =
      List.of(
          "ADD",
          "ARG",
          "CMD",
          "COPY",
          "ENTRYPOINT",
          "ENV",
          "EXPOSE",
          "FROM",
          "HEALTHCHECK",
          "LABEL",
          "MAINTAINER",
          "ONBUILD",
          "RUN",
          "SHELL",
          "STOPSIGNAL",
          "USER",
          "VOLUME",
          "WORKDIR");

  private static final Pattern STAGE_NAME = Pattern.compile("[a-z][a-z0-9-_.]*");
  private static final Pattern ONBUILD = Pattern.compile("(?i)^\\s*ONBUILD\\s*");

  private InstructionParser() {}

  static Instruction parse(Node node) {
    return switch (node.keyword()) {
      case "add" -> CopyParser.add(node);
      case "copy" -> CopyParser.copy(node);
      case "run" -> RunParser.run(node);
      case "healthcheck" -> HealthcheckParser.parse(node);
      case "from" -> from(node);
      case "arg" -> arg(node);
      case "env" -> {
        noFlags(node);
        yield new Instruction.Env(node.range(), node.original(), pairs(node, "ENV"));
      }
      case "label" -> {
        noFlags(node);
        yield new Instruction.Label(node.range(), node.original(), pairs(node, "LABEL"));
      }
      case "cmd" -> {
        noFlags(node);
        yield new Instruction.Cmd(node.range(), node.original(), command(node));
      }
      case "entrypoint" -> {
        noFlags(node);
        yield new Instruction.Entrypoint(node.range(), node.original(), command(node));
      }
      case "expose" ->
          new Instruction.Expose(
              node.range(), node.original(), atLeastOne(node).stream().sorted().toList());
      case "volume" -> volume(node);
      case "user" -> new Instruction.User(node.range(), node.original(), exactlyOne(node));
      case "workdir" -> new Instruction.Workdir(node.range(), node.original(), exactlyOne(node));
      case "stopsignal" ->
          new Instruction.StopSignal(node.range(), node.original(), exactlyOne(node));
      case "maintainer" ->
          new Instruction.Maintainer(node.range(), node.original(), exactlyOne(node));
      case "shell" -> shell(node);
      case "onbuild" -> onBuild(node);
      default ->
          throw Suggestion.anyCase("unknown instruction: " + node.name(), node.name(), NAMES);
    };
  }

  private static Instruction from(Node node) {
    Flags flags = Flags.of(node.flags(), Map.of("platform", Flags.Kind.TEXT));
    List<String> words = node.words();
    String name = "";
    if (words.size() == 3 && words.get(1).equalsIgnoreCase("as")) {
      name = words.get(2).toLowerCase(Locale.ROOT);
      if (!STAGE_NAME.matcher(name).matches()) {
        throw Problem.user(
                "invalid name for build stage: %s, name can't start with a number or contain symbols"
                    .formatted(Quoted.of(words.get(2))))
            .fix("use a letter, then letters, digits, '-', '_' and '.'")
            .exception();
      }
    } else if (words.size() != 1) {
      throw Problem.user("FROM requires either one or three arguments")
          .fix("write FROM <image> or FROM <image> AS <stage>")
          .exception();
    }
    String platform = flags.text("platform");
    return new Instruction.From(
        node.range(), node.original(), words.getFirst(), name, platform == null ? "" : platform);
  }

  private static Instruction arg(Node node) {
    List<Instruction.Arg.Argument> arguments = new ArrayList<>();
    for (String word : atLeastOne(node)) {
      int equals = word.indexOf('=');
      if (equals == 0) {
        throw blank("ARG");
      }
      arguments.add(
          equals < 0
              ? new Instruction.Arg.Argument(word, null)
              : new Instruction.Arg.Argument(
                  word.substring(0, equals), word.substring(equals + 1)));
    }
    return new Instruction.Arg(node.range(), node.original(), arguments);
  }

  private static List<Instruction.Pair> pairs(Node node, String instruction) {
    List<String> words = node.words();
    if (words.isEmpty()) {
      throw atLeastOneMissing(instruction);
    }
    List<Instruction.Pair> pairs = new ArrayList<>();
    for (int i = 0; i + 1 < words.size(); i += 3) {
      if (words.get(i).isEmpty()) {
        throw blank(instruction);
      }
      pairs.add(new Instruction.Pair(words.get(i), words.get(i + 1)));
    }
    return pairs;
  }

  /** Exec form from JSON, shell form from anything else. */
  static Command command(Node node) {
    return node.json()
        ? new Command.Exec(node.words())
        : new Command.Shell(String.join(" ", node.words()));
  }

  private static Instruction volume(Node node) {
    List<String> paths = atLeastOne(node).stream().map(Runes::trim).toList();
    if (paths.contains("")) {
      throw Problem.user("VOLUME specified can not be an empty string").exception();
    }
    return new Instruction.Volume(node.range(), node.original(), paths);
  }

  private static Instruction shell(Node node) {
    List<String> words = atLeastOne(node);
    if (!node.json()) {
      throw Problem.user("SHELL requires the arguments to be in JSON form")
          .fix("write SHELL [\"/bin/sh\", \"-c\"], with double quotes")
          .exception();
    }
    return new Instruction.Shell(node.range(), node.original(), words);
  }

  private static Instruction onBuild(Node node) {
    noFlags(node);
    Node inner = node.trigger();
    if (inner == null) {
      throw atLeastOneMissing("ONBUILD");
    }
    checkTrigger(inner);
    StringBuilder trigger = new StringBuilder(ONBUILD.matcher(node.original()).replaceFirst(""));
    for (Heredoc heredoc : node.heredocs()) {
      trigger.append('\n').append(heredoc.content()).append(heredoc.name());
    }
    parse(inner);
    return new Instruction.OnBuild(node.range(), node.original(), trigger.toString());
  }

  /** Refuses what ONBUILD cannot hold. */
  static void checkTrigger(Node trigger) {
    switch (trigger.keyword()) {
      case "onbuild" ->
          throw Problem.user("Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed")
              .fix("keep one ONBUILD")
              .exception();
      case "from", "maintainer" ->
          throw Problem.user(
                  trigger.keyword().toUpperCase(Locale.ROOT)
                      + " isn't allowed as an ONBUILD trigger")
              .exception();
      default -> {}
    }
  }

  static void noFlags(Node node) {
    Flags.of(node.flags(), Map.of());
  }

  private static List<String> atLeastOne(Node node) {
    noFlags(node);
    if (node.words().isEmpty()) {
      throw atLeastOneMissing(node.keyword().toUpperCase(Locale.ROOT));
    }
    return node.words();
  }

  static StaveException atLeastOneMissing(String instruction) {
    return Problem.user(instruction + " requires at least one argument").exception();
  }

  private static String exactlyOne(Node node) {
    noFlags(node);
    if (node.words().size() != 1) {
      throw Problem.user(node.keyword().toUpperCase(Locale.ROOT) + " requires exactly one argument")
          .exception();
    }
    return node.words().getFirst();
  }

  private static StaveException blank(String instruction) {
    return Problem.user(instruction + " names can not be blank")
        .fix("put a name before =")
        .exception();
  }
}
