package build.stave.dockerfile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The rules that need nothing but the instructions of one Dockerfile. */
final class Linter {
  private final List<Node> nodes;
  private final List<Instruction> instructions;
  private final List<Dockerfile.Stage> stages;
  private final List<Finding> findings = new ArrayList<>();

  /** {@code nodes} and {@code instructions} go side by side. */
  Linter(List<Node> nodes, List<Instruction> instructions, List<Dockerfile.Stage> stages) {
    this.nodes = nodes;
    this.instructions = instructions;
    this.stages = stages;
  }

  /** In the order of the lines. */
  List<Finding> findings() {
    casing();
    for (int i = 0; i < nodes.size(); i++) {
      form(nodes.get(i), instructions.get(i));
    }
    stageNames();
    Map<String, Boolean> shells = new HashMap<>();
    for (Dockerfile.Stage stage : stages) {
      boolean inherited = shells.getOrDefault(stage.from().image().toLowerCase(Locale.ROOT), false);
      shells.put(stage.from().stageName(), new StageLinter(findings).lint(stage, inherited));
    }
    return findings.stream()
        .sorted((a, b) -> Integer.compare(a.range().startLine(), b.range().startLine()))
        .toList();
  }

  /** Global ARGs are neither counted nor told. */
  private void casing() {
    int globals = instructions.indexOf(stages.getFirst().from());
    List<Node> staged = nodes.subList(globals, nodes.size());
    long lower = staged.stream().filter(n -> n.name().equals(n.keyword())).count();
    long upper = staged.stream().filter(n -> n.name().equals(upper(n.name()))).count();
    boolean mostlyLower = lower > upper;
    for (Node node : staged) {
      String wanted = mostlyLower ? node.keyword() : upper(node.name());
      if (!node.name().equals(wanted)) {
        findings.add(
            LintRule.CONSISTENT_INSTRUCTION_CASING.at(
                node.range(), node.name(), mostlyLower ? "lowercase" : "uppercase"));
      }
    }
  }

  private void form(Node node, Instruction instruction) {
    if (node.emptyLines()) {
      findings.add(LintRule.NO_EMPTY_CONTINUATION.at(node.range()));
    }
    switch (instruction) {
      case Instruction.From from -> from(node, from);
      case Instruction.Env _ -> legacy(node);
      case Instruction.Label _ -> legacy(node);
      case Instruction.Maintainer m -> findings.add(LintRule.MAINTAINER_DEPRECATED.at(m.range()));
      case Instruction.Arg arg -> {
        List<String> names = arg.arguments().stream().map(Instruction.Arg.Argument::name).toList();
        description(node, "ARG", names);
      }
      case Instruction.Expose expose -> expose.ports().forEach(p -> port(p, expose.range()));
      case Instruction.Run _,
          Instruction.Cmd _,
          Instruction.Entrypoint _,
          Instruction.Copy _,
          Instruction.Add _,
          Instruction.Volume _,
          Instruction.User _,
          Instruction.Workdir _,
          Instruction.OnBuild _,
          Instruction.StopSignal _,
          Instruction.Healthcheck _,
          Instruction.Shell _ -> {}
    }
  }

  private void from(Node node, Instruction.From from) {
    if (node.words().size() == 3) {
      String as = node.words().get(1);
      String name = node.words().get(2);
      boolean lower = node.name().equals(node.keyword());
      boolean upper = node.name().equals(upper(node.name()));
      if ((lower && !as.equals(as.toLowerCase(Locale.ROOT))) || (upper && !as.equals(upper(as)))) {
        findings.add(LintRule.FROM_AS_CASING.at(from.range(), as, node.name()));
      }
      if (!name.equals(from.stageName())) {
        findings.add(LintRule.STAGE_NAME_CASING.at(from.range(), name));
      }
      description(node, "FROM", List.of(from.stageName()));
    }
    String platform = from.platform();
    if (!platform.isEmpty() && platform.indexOf('$') < 0 && !namesPlatform(from)) {
      findings.add(LintRule.FROM_PLATFORM_FLAG_CONST_DISALLOWED.at(from.range(), platform));
    }
  }

  /** A stage called after its platform is meant to be built for that one. */
  private static boolean namesPlatform(Instruction.From from) {
    String[] parts = from.platform().toLowerCase(Locale.ROOT).split("/", -1);
    String name = from.stageName();
    return parts.length < 2
        ? !parts[0].isEmpty() && name.contains(parts[0])
        : name.contains(parts[0]) || name.contains(parts[1]);
  }

  private void legacy(Node node) {
    if (node.words().get(2).isEmpty()) {
      findings.add(LintRule.LEGACY_KEY_VALUE_FORMAT.at(node.range(), node.name()));
    }
  }

  private void description(Node node, String instruction, List<String> names) {
    if (node.comments().isEmpty() || names.isEmpty()) {
      return;
    }
    String first = node.comments().getLast().split(" ", 2)[0];
    if (!names.contains(first)) {
      String example = names.size() > 1 ? "<arg_key>" : names.getFirst();
      findings.add(LintRule.INVALID_DEFINITION_DESCRIPTION.at(node.range(), instruction, example));
    }
  }

  private void port(String port, SourceRange range) {
    int slash = port.indexOf('/');
    String protocol = slash < 0 ? "" : port.substring(slash + 1);
    if (protocol.indexOf('$') < 0 && !protocol.equals(protocol.toLowerCase(Locale.ROOT))) {
      findings.add(LintRule.EXPOSE_PROTO_CASING.at(range, port));
    }
    String number = slash < 0 ? port : port.substring(0, slash);
    // A colon may also belong to the operator of a substitution.
    if (number.indexOf('$') < 0 && number.indexOf(':') >= 0) {
      findings.add(LintRule.EXPOSE_INVALID_FORMAT.at(range, port));
    }
  }

  private void stageNames() {
    Set<String> seen = new HashSet<>();
    for (Dockerfile.Stage stage : stages) {
      String name = stage.from().stageName();
      if (name.equals("scratch") || name.equals("context")) {
        findings.add(LintRule.RESERVED_STAGE_NAME.at(stage.from().range(), name));
      }
      if (!name.isEmpty() && !seen.add(name)) {
        findings.add(LintRule.DUPLICATE_STAGE_NAME.at(stage.from().range(), name));
      }
    }
  }

  private static String upper(String name) {
    return name.toUpperCase(Locale.ROOT);
  }
}
