package build.stave.graph;

import build.stave.dockerfile.Command;
import build.stave.dockerfile.Instruction;
import build.stave.oci.RuntimeConfig;
import build.stave.oci.RuntimeConfig.Healthcheck;
import build.stave.problem.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the instructions that change only the configuration do, with their history entries. */
final class ConfigChange {
  private ConfigChange() {}

  /** Changes the configuration; the result is the history entry. */
  static String apply(Instruction instruction, StageState state, Words words) {
    RuntimeConfig.Builder config = state.config;
    return switch (instruction) {
      case Instruction.Env env -> {
        List<Map.Entry<String, String>> pairs = pairs(env.variables(), words);
        pairs.forEach(pair -> config.setEnv(pair.getKey(), pair.getValue()));
        yield "ENV" + text(pairs);
      }
      case Instruction.Label label -> {
        List<Map.Entry<String, String>> pairs = pairs(label.labels(), words);
        pairs.forEach(pair -> config.labels.put(pair.getKey(), pair.getValue()));
        yield "LABEL" + text(pairs);
      }
      case Instruction.Cmd cmd -> {
        List<String> arguments = arguments(cmd.command(), state);
        config.cmd = arguments;
        state.cmdSet = true;
        yield "CMD " + GoText.quotedList(arguments);
      }
      case Instruction.Entrypoint entrypoint -> {
        List<String> arguments = arguments(entrypoint.command(), state);
        config.entrypoint = arguments;
        if (!state.cmdSet) {
          config.cmd = null;
        }
        yield "ENTRYPOINT " + GoText.quotedList(arguments);
      }
      case Instruction.Expose expose -> {
        List<String> ports = new ArrayList<>();
        expose
            .ports()
            .forEach(port -> words.split(port).forEach(p -> ports.addAll(Ports.parse(p))));
        ports.forEach(port -> config.exposedPorts.put(port, Map.of()));
        yield "EXPOSE " + GoText.list(ports);
      }
      case Instruction.Volume volume -> {
        List<String> paths = words.each(volume.paths());
        if (paths.contains("")) {
          throw Problem.user("VOLUME specified can not be an empty string")
              .fix("write an absolute path")
              .exception();
        }
        paths.forEach(path -> config.volumes.put(path, Map.of()));
        yield "VOLUME " + GoText.list(paths);
      }
      case Instruction.User user -> {
        config.user = words.one(user.user());
        yield "USER " + config.user;
      }
      case Instruction.StopSignal stop -> {
        String signal = words.one(stop.signal());
        Signals.check(signal);
        config.stopSignal = signal;
        yield "STOPSIGNAL " + signal;
      }
      case Instruction.Healthcheck check -> {
        Healthcheck healthcheck = healthcheck(check);
        config.healthcheck = healthcheck;
        yield "HEALTHCHECK " + text(healthcheck);
      }
      case Instruction.Shell shell -> {
        config.shell = shell.arguments();
        yield "SHELL " + GoText.list(shell.arguments());
      }
      case Instruction.Maintainer maintainer -> {
        state.author(maintainer.name());
        yield "MAINTAINER " + maintainer.name();
      }
      case Instruction.From _,
          Instruction.Arg _,
          Instruction.Run _,
          Instruction.Copy _,
          Instruction.Add _,
          Instruction.Workdir _,
          Instruction.OnBuild _ ->
          throw new IllegalArgumentException(instruction.original());
    };
  }

  /** In order; of equal keys the last value counts, as each is set in turn. */
  private static List<Map.Entry<String, String>> pairs(List<Instruction.Pair> pairs, Words words) {
    List<Map.Entry<String, String>> expanded = new ArrayList<>();
    for (Instruction.Pair pair : pairs) {
      expanded.add(Map.entry(words.one(pair.key()), words.one(pair.value())));
    }
    return expanded;
  }

  private static String text(List<Map.Entry<String, String>> pairs) {
    var text = new StringBuilder();
    pairs.forEach(p -> text.append(' ').append(p.getKey()).append('=').append(p.getValue()));
    return text.toString();
  }

  private static List<String> arguments(Command command, StageState state) {
    return switch (command) {
      case Command.Shell(String text) -> state.inShell(text);
      case Command.Exec(List<String> arguments) -> arguments;
    };
  }

  private static Healthcheck healthcheck(Instruction.Healthcheck check) {
    List<String> test = new ArrayList<>();
    if (check.command().isEmpty()) {
      test.add("NONE");
    } else {
      switch (check.command().get()) {
        case Command.Shell(String text) -> {
          test.add("CMD-SHELL");
          test.add(text);
        }
        case Command.Exec(List<String> arguments) -> {
          test.add("CMD");
          test.addAll(arguments);
        }
      }
    }
    return new Healthcheck(
        test,
        check.interval(),
        check.timeout(),
        check.startPeriod(),
        check.startInterval(),
        check.retries());
  }

  private static String text(Healthcheck check) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("Test", GoText.list(check.test()));
    fields.put("Interval", GoText.duration(check.interval()));
    fields.put("Timeout", GoText.duration(check.timeout()));
    fields.put("StartPeriod", GoText.duration(check.startPeriod()));
    fields.put("StartInterval", GoText.duration(check.startInterval()));
    fields.put("Retries", Integer.toString(check.retries()));
    var text = new StringBuilder();
    fields.forEach((name, value) -> text.append(' ').append(name).append(':').append(value));
    return "{" + text.substring(1) + "}";
  }
}
