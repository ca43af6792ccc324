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
        case Instruction.Cmd cmd -> command("CMD", cmd.range(), cmd.command(), shell);
        case Instruction.Entrypoint e -> command("ENTRYPOINT", e.range(), e.command(), shell);
        case Instruction.Healthcheck h -> once("HEALTHCHECK", h.range());
        case Instruction.From _,
            Instruction.Arg _,
            Instruction.Env _,
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

  private void command(String name, SourceRange range, Command command, boolean shell) {
    once(name, range);
    if (command instanceof Command.Shell && !shell) {
      findings.add(LintRule.JSON_ARGS_RECOMMENDED.at(range, name));
    }
  }

  /** Reports the earlier of two: that is the one without effect. */
  private void once(String name, SourceRange range) {
    SourceRange earlier = used.put(name, range);
    if (earlier != null) {
      findings.add(LintRule.MULTIPLE_INSTRUCTIONS_DISALLOWED.at(earlier, name));
    }
  }
}
