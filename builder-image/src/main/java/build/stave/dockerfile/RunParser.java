package build.stave.dockerfile;

import build.stave.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** RUN. */
final class RunParser {
  private static final Map<String, Flags.Kind> KNOWN =
      Map.of(
          "mount", Flags.Kind.TEXTS,
          "network", Flags.Kind.TEXT,
          "security", Flags.Kind.TEXT,
          "device", Flags.Kind.TEXTS);

  private RunParser() {}

  static Instruction run(Node node) {
    Flags flags = Flags.of(node.flags(), KNOWN);
    if (!flags.texts("device").isEmpty()) {
      throw Problem.user("RUN --device is not supported: builds have no access to devices")
          .fix("remove --device=" + flags.texts("device").getFirst())
          .exception();
    }
    if (node.words().isEmpty() || node.words().equals(List.of(""))) {
      throw InstructionParser.atLeastOneMissing("RUN");
    }
    List<RunMount> mounts = new ArrayList<>();
    for (String mount : flags.texts("mount")) {
      mounts.add(RunMount.parse(mount));
    }
    return new Instruction.Run(
        node.range(),
        node.original(),
        InstructionParser.command(node),
        node.heredocs().stream().map(CopyParser::chomped).toList(),
        mounts,
        network(flags.text("network")),
        insecure(flags.text("security")));
  }

  private static Instruction.Network network(@Nullable String mode) {
    return switch (mode == null ? "default" : mode) {
      case "default" -> Instruction.Network.DEFAULT;
      case "none" -> Instruction.Network.NONE;
      case "host" -> Instruction.Network.HOST;
      case String other ->
          throw Problem.user("invalid network mode " + Quoted.of(other))
              .fix("known are: default, none, host")
              .exception();
    };
  }

  private static boolean insecure(@Nullable String mode) {
    return switch (mode == null ? "sandbox" : mode) {
      case "sandbox" -> false;
      case "insecure" -> true;
      case String other ->
          throw Problem.user("security %s is not valid".formatted(Quoted.of(other)))
              .fix("known are: sandbox, insecure")
              .exception();
    };
  }
}
