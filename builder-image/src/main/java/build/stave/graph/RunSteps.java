package build.stave.graph;

import build.stave.dockerfile.Command;
import build.stave.dockerfile.Heredoc;
import build.stave.dockerfile.Instruction;
import build.stave.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Makes the steps of RUN. */
final class RunSteps {
  private static final Pattern ONLY_HEREDOC = Pattern.compile("\\s*[0-9]*<<-?[^<\\s]+\\s*");

  private final Planning planning;
  private final StageState state;
  private final Words words;

  RunSteps(Planning planning, StageState state, Words words) {
    this.planning = planning;
    this.state = state;
    this.words = words;
  }

  /** What is executed, and the heredocs it needs as files. */
  private record Execution(List<String> arguments, List<Heredoc> files) {}

  Step run(Instruction.Run run, String text) {
    if (run.insecure()) {
      throw Problem.user("RUN --security=insecure needs an entitlement that is never granted")
          .fix("leave --security out: steps run as root of their own user namespace")
          .exception();
    }
    Execution execution = execution(run);
    MountSteps mounts = new MountSteps(planning, state, words);
    AddressHash hash = AddressHash.of("run").field("parent", state.files);
    List<StepMount> planned = mounts.plan(run, hash);
    Map<String, String> variables = state.variables();
    List<String> environment = new ArrayList<>();
    variables.forEach((name, value) -> environment.add(name + "=" + value));
    hash.field("arguments", execution.arguments())
        .field("environment", List.copyOf(new TreeSet<>(environment)))
        .field("directory", state.workingDir())
        .field("user", state.config.user)
        .field("network", run.network().name());
    for (Heredoc file : execution.files()) {
      hash.field("file", List.of(file.name(), file.content()));
    }
    state.files = hash.address();
    environment.addAll(Proxies.environment(planning.buildArgs, Set.copyOf(variables.keySet())));
    String createdBy =
        "RUN " + declared(variables) + String.join(" ", execution.arguments()) + " # buildkit";
    return new Step.Run(
        new Step.Header(state.files, run.range(), text, createdBy),
        execution.arguments(),
        execution.files(),
        environment,
        state.workingDir(),
        state.config.user,
        planned,
        run.network());
  }

  /** {@code |2 A=1 B=} for the arguments that are declared here. */
  private String declared(Map<String, String> variables) {
    if (state.arguments.isEmpty()) {
      return "";
    }
    var text = new StringBuilder("|").append(state.arguments.size()).append(' ');
    for (String name : state.arguments.keySet()) {
      text.append(name).append('=').append(variables.getOrDefault(name, "")).append(' ');
    }
    return text.toString();
  }

  private Execution execution(Instruction.Run run) {
    return switch (run.command()) {
      case Command.Exec(List<String> arguments) -> new Execution(arguments, List.of());
      case Command.Shell(String text) -> shell(text, run.heredocs());
    };
  }

  private Execution shell(String text, List<Heredoc> heredocs) {
    if (heredocs.isEmpty()) {
      return new Execution(state.inShell(text), List.of());
    }
    Heredoc first = heredocs.getFirst();
    if (heredocs.size() == 1 && ONLY_HEREDOC.matcher(text).matches()) {
      return first.content().startsWith("#!")
          ? new Execution(state.inShell("/dev/pipes/" + first.name()), List.of(first))
          : new Execution(state.inShell(first.content()), List.of());
    }
    var whole = new StringBuilder(text);
    for (Heredoc heredoc : heredocs) {
      whole.append('\n').append(heredoc.content()).append(heredoc.name());
    }
    return new Execution(state.inShell(whole.toString()), List.of());
  }
}
