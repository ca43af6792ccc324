package build.stave.dockerfile;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Instructions as the texts of the golden files: one line each, behind its line numbers. */
final class InstructionPrinter {
  private final StringBuilder out = new StringBuilder();

  static String print(Dockerfile dockerfile) {
    InstructionPrinter printer = new InstructionPrinter();
    printer.directives(dockerfile.directives());
    dockerfile.globalArgs().forEach(printer::instruction);
    for (Dockerfile.Stage stage : dockerfile.stages()) {
      printer.instruction(stage.from());
      stage.instructions().forEach(printer::instruction);
    }
    return printer.out.toString();
  }

  private void directives(Directives directives) {
    String text =
        option("syntax", directives.syntax())
            + (directives.escape() == '\\' ? "" : " escape=" + directives.escape())
            + names("skip", directives.skippedChecks())
            + flag("error", directives.checkErrors())
            + names("experimental", directives.experimentalChecks());
    if (!text.isEmpty()) {
      out.append("directives").append(text).append('\n');
    }
  }

  private void instruction(Instruction instruction) {
    SourceRange range = instruction.range();
    out.append(range.startLine());
    if (range.endLine() != range.startLine()) {
      out.append('-').append(range.endLine());
    }
    out.append(' ').append(text(instruction)).append('\n');
  }

  private static String text(Instruction instruction) {
    return switch (instruction) {
      case Instruction.From i ->
          "FROM "
              + NodePrinter.quote(i.image())
              + option("platform", i.platform())
              + option("as", i.stageName());
      case Instruction.Arg i ->
          "ARG"
              + i.arguments().stream()
                  .map(a -> " " + a.name() + value(a.defaultValue()))
                  .collect(Collectors.joining());
      case Instruction.Env i -> "ENV" + pairs(i.variables());
      case Instruction.Label i -> "LABEL" + pairs(i.labels());
      case Instruction.Run i -> run(i);
      case Instruction.Cmd i -> "CMD " + command(i.command());
      case Instruction.Entrypoint i -> "ENTRYPOINT " + command(i.command());
      case Instruction.Copy i ->
          "COPY"
              + words(i.files().sources())
              + " -> "
              + NodePrinter.quote(i.files().destination())
              + option("from", i.from())
              + flags(i.files())
              + flag("parents", i.parents())
              + below(i.files());
      case Instruction.Add i ->
          "ADD"
              + words(i.files().sources())
              + " -> "
              + NodePrinter.quote(i.files().destination())
              + flags(i.files())
              + option("checksum", i.checksum())
              + flag("keep-git-dir", i.keepGitDir())
              + (i.unpack() == null ? "" : " unpack=" + i.unpack())
              + below(i.files());
      case Instruction.Expose i -> "EXPOSE" + words(i.ports());
      case Instruction.Volume i -> "VOLUME" + words(i.paths());
      case Instruction.User i -> "USER " + NodePrinter.quote(i.user());
      case Instruction.Workdir i -> "WORKDIR " + NodePrinter.quote(i.path());
      case Instruction.OnBuild i -> "ONBUILD " + NodePrinter.quote(i.trigger());
      case Instruction.StopSignal i -> "STOPSIGNAL " + NodePrinter.quote(i.signal());
      case Instruction.Healthcheck i -> healthcheck(i);
      case Instruction.Shell i -> "SHELL" + words(i.arguments());
      case Instruction.Maintainer i -> "MAINTAINER " + NodePrinter.quote(i.name());
    };
  }

  private static String run(Instruction.Run run) {
    StringBuilder text = new StringBuilder("RUN ").append(command(run.command()));
    if (run.network() != Instruction.Network.DEFAULT) {
      text.append(" network=").append(lower(run.network()));
    }
    text.append(flag("insecure", run.insecure()));
    run.mounts().forEach(m -> text.append('\n').append(mount(m.expand(UnaryOperator.identity()))));
    for (Heredoc heredoc : run.heredocs()) {
      text.append("\n  heredoc ").append(NodePrinter.quote(heredoc.name()));
      text.append(' ').append(NodePrinter.quote(heredoc.content()));
    }
    return text.toString();
  }

  private static String mount(RunMount mount) {
    boolean readOnly =
        mount.readOnly() == null ? mount.type() == RunMount.Type.BIND : mount.readOnly();
    boolean writable = mount.type() == RunMount.Type.BIND || mount.type() == RunMount.Type.CACHE;
    return "  mount "
        + lower(mount.type())
        + option("from", mount.from())
        + option("source", mount.source())
        + option("target", mount.target())
        + option("id", mount.id())
        + flag("ro", writable && readOnly)
        + (mount.type() == RunMount.Type.CACHE ? " sharing=" + lower(mount.sharing()) : "")
        + flag("required", mount.required())
        + number("size", mount.size())
        + (mount.mode() == null ? "" : " mode=" + Integer.toOctalString(mount.mode()))
        + (mount.uid() == null ? "" : " uid=" + mount.uid())
        + (mount.gid() == null ? "" : " gid=" + mount.gid())
        + option("env", mount.env());
  }

  private static String healthcheck(Instruction.Healthcheck i) {
    return "HEALTHCHECK "
        + i.command().map(InstructionPrinter::command).orElse("none")
        + number("interval", i.interval())
        + number("timeout", i.timeout())
        + number("start-period", i.startPeriod())
        + number("start-interval", i.startInterval())
        + number("retries", i.retries());
  }

  private static String command(Command command) {
    return switch (command) {
      case Command.Shell shell -> "shell " + NodePrinter.quote(shell.text());
      case Command.Exec exec -> "exec" + words(exec.arguments());
    };
  }

  private static String flags(Instruction.Files files) {
    return option("chown", files.chown())
        + option("chmod", files.chmod())
        + flag("link", files.link());
  }

  private static String below(Instruction.Files files) {
    StringBuilder text = new StringBuilder();
    if (!files.excludes().isEmpty()) {
      text.append("\n  exclude").append(words(files.excludes()));
    }
    for (Heredoc heredoc : files.heredocs()) {
      text.append("\n  heredoc ").append(NodePrinter.quote(heredoc.name()));
      text.append(flag("expand", heredoc.expand()))
          .append(' ')
          .append(NodePrinter.quote(heredoc.content()));
    }
    return text.toString();
  }

  private static String pairs(List<Instruction.Pair> pairs) {
    return pairs.stream().map(p -> " " + p.key() + value(p.value())).collect(Collectors.joining());
  }

  private static String names(String name, Set<String> names) {
    return names.isEmpty() ? "" : " " + name + "=" + String.join(",", new TreeSet<>(names));
  }

  private static String words(List<String> words) {
    return words.stream().map(w -> " " + NodePrinter.quote(w)).collect(Collectors.joining());
  }

  private static String value(@Nullable String value) {
    return value == null ? "" : "=" + NodePrinter.quote(value);
  }

  private static String option(String name, @Nullable String value) {
    return value == null || value.isEmpty() ? "" : " " + name + "=" + NodePrinter.quote(value);
  }

  private static String number(String name, long value) {
    return value == 0 ? "" : " " + name + "=" + value;
  }

  private static String flag(String name, boolean set) {
    return set ? " " + name : "";
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
