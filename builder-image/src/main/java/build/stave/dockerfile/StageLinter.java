package build.stave.dockerfile;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Rules about what stands together in a stage. */
final class StageLinter {
  private final List<Finding> findings;
  private final Map<String, SourceRange> used = new HashMap<>();

  StageLinter(List<Finding> findings) {
    this.findings = findings;
  }

  /** Whether SHELL is set at the end of the stage; shell forms are then a decision, not a slip. */
  boolean lint(Dockerfile.Stage stage, boolean shellInherited) {
    boolean shell = shellInherited;
    for (Instruction instruction : stage.instructions()) {
      switch (instruction) {
        case Instruction.Shell _ -> shell = true;
        case Instruction.Cmd cmd -> command(cmd, "CMD", cmd.command(), shell);
        case Instruction.Entrypoint e -> command(e, "ENTRYPOINT", e.command(), shell);
        case Instruction.Healthcheck h -> once(h, "HEALTHCHECK");
        case Instruction.Arg arg ->
            arg.arguments().forEach(a -> secret("ARG", a.name(), arg.range()));
        case Instruction.Env env ->
            env.variables().forEach(pair -> secret("ENV", pair.key(), env.range()));
        case Instruction.From _,
            Instruction.Label _,
            Instruction.Run _,
            Instruction.Copy _,
            Instruction.Add _,
            Instruction.Expose _,
            Instruction.Volume _,
            Instruction.User _,
            Instruction.Workdir _,
            Instruction.OnBuild _,
            Instruction.StopSignal _,
            Instruction.Maintainer _ -> {}
      }
    }
    return shell;
  }

  private void secret(String instruction, String name, SourceRange range) {
    if (SecretNames.matches(name)) {
      findings.add(LintRule.SECRETS_USED_IN_ARG_OR_ENV.at(range, instruction, name));
    }
  }

  private void command(Instruction instruction, String kind, Command command, boolean shell) {
    once(instruction, kind);
    if (command instanceof Command.Shell && !shell) {
      findings.add(LintRule.JSON_ARGS_RECOMMENDED.at(instruction.range(), name(instruction)));
    }
  }

  /** Reports the earlier of two: that is the one without effect. */
  private void once(Instruction instruction, String kind) {
    SourceRange earlier = used.put(kind, instruction.range());
    if (earlier != null) {
      findings.add(LintRule.MULTIPLE_INSTRUCTIONS_DISALLOWED.at(earlier, name(instruction)));
    }
  }

  /** As written. */
  private static String name(Instruction instruction) {
    return instruction.original().strip().split("\\s", 2)[0];
  }
}
