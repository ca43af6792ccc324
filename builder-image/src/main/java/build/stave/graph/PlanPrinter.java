package build.stave.graph;

import build.stave.dockerfile.Finding;
import build.stave.dockerfile.Heredoc;
import build.stave.dockerfile.Instruction.Network;
import build.stave.oci.ImageConfig;
import build.stave.oci.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Collectors;

/** A plan as text: what a person reads with {@code --plan}, and what tests compare. */
public final class PlanPrinter {
  private final StringBuilder text = new StringBuilder();

  private PlanPrinter() {}

  /** Stages in order, each with its base, steps, what they read, and its configuration. */
  public static String print(BuildPlan plan) {
    var printer = new PlanPrinter();
    printer.line(0, "platform " + plan.platform());
    for (PlannedStage stage : plan.stages()) {
      printer.stage(stage);
    }
    for (Finding finding : plan.findings()) {
      String rule = finding.rule().title();
      printer.line(
          0, "check " + rule + " line " + finding.range().startLine() + ": " + finding.message());
    }
    plan.warnings().forEach(warning -> printer.line(0, warning));
    return printer.text.toString();
  }

  private void stage(PlannedStage stage) {
    String name = stage.name().isEmpty() ? "" : " " + stage.name();
    line(0, "");
    line(0, "stage " + stage.index() + name + " " + stage.address().shortHex());
    line(1, "from " + base(stage.base()));
    stage.steps().forEach(this::step);
    line(1, "config " + stage.config().platform());
    config(stage.config());
  }

  private static String base(Base base) {
    return switch (base) {
      case Base.Scratch() -> "scratch";
      case Base.Stage(int index) -> "stage " + index;
      case Base.Image(ResolvedImage image) -> "image " + image(image);
    };
  }

  private static String image(ResolvedImage image) {
    return image.name() + " = " + image.pinned();
  }

  private static String input(Input input) {
    return switch (input) {
      case Input.Stage(int index) -> "stage " + index;
      case Input.Image(ResolvedImage image) -> "image " + image(image);
      case Input.Context(String name) -> name.isEmpty() ? "context" : "context " + name;
    };
  }

  private void step(Step step) {
    Step.Header header = step.header();
    String lines =
        header.range().startLine() == header.range().endLine()
            ? "" + header.range().startLine()
            : header.range().startLine() + "-" + header.range().endLine();
    line(1, header.address().shortHex() + " " + lines + ": " + header.text());
    if (!header.layer().equals(header.address())) {
      line(2, "layer " + header.layer().shortHex() + ", whatever lies below");
    }
    switch (step) {
      case Step.Run run -> run(run);
      case Step.Files files -> files(files);
      case Step.Workdir workdir ->
          line(2, "directory " + workdir.path() + as(" for user ", workdir.user()));
      case Step.Metadata _ -> {}
    }
    line(2, "history " + visible(header.createdBy()));
  }

  private void run(Step.Run run) {
    line(2, "execute " + GoText.quotedList(run.arguments()));
    for (Heredoc file : run.files()) {
      line(2, "file /dev/pipes/" + file.name() + " " + GoText.quoted(file.content()));
    }
    line(2, "env " + run.env().stream().map(PlanPrinter::visible).collect(Collectors.joining(" ")));
    String network = run.network() == Network.DEFAULT ? "" : " network " + run.network().name();
    line(2, "in " + run.workingDir() + as(" as ", run.user()) + network);
    run.mounts().forEach(mount -> line(2, "mount " + mount(mount)));
  }

  private static String mount(StepMount mount) {
    return switch (mount) {
      case StepMount.Bind bind ->
          "bind "
              + bind.target()
              + " from "
              + input(bind.from())
              + " /"
              + bind.source()
              + (bind.writable() ? " writable" : "");
      case StepMount.Cache cache ->
          "cache "
              + cache.target()
              + " id "
              + cache.id()
              + " "
              + cache.sharing()
              + owner(cache.mode(), cache.uid(), cache.gid())
              + (cache.from() == null ? "" : " from " + input(cache.from()) + " /" + cache.source())
              + (cache.readOnly() ? " read-only" : "");
      case StepMount.Tmpfs tmpfs ->
          "tmpfs " + tmpfs.target() + (tmpfs.size() == 0 ? "" : " size " + tmpfs.size());
      case StepMount.Secret secret ->
          "secret "
              + secret.id()
              + as(" at ", secret.target())
              + (secret.env() == null ? "" : " in $" + secret.env())
              + owner(secret.mode(), secret.uid(), secret.gid())
              + (secret.required() ? " required" : "");
      case StepMount.Ssh ssh ->
          "ssh "
              + ssh.id()
              + " at "
              + ssh.target()
              + owner(ssh.mode(), ssh.uid(), ssh.gid())
              + (ssh.required() ? " required" : "");
    };
  }

  private static String owner(int mode, int uid, int gid) {
    return String.format(" %04o %d:%d", mode, uid, gid);
  }

  private void files(Step.Files files) {
    for (FileSource source : files.sources()) {
      line(2, "read " + source(source));
    }
    String to = "to " + files.destination();
    to += files.chown() == null ? "" : " owner " + files.chown();
    to += files.chmod() == null ? "" : " mode " + files.chmod();
    to += files.link() ? " link" : "";
    to += files.parents() ? " parents" : "";
    to += files.excludes().isEmpty() ? "" : " without " + GoText.list(files.excludes());
    to += files.unpack() == null ? "" : " unpack " + files.unpack();
    line(2, to);
  }

  private static String source(FileSource source) {
    return switch (source) {
      case FileSource.Path(Input from, String pattern) -> input(from) + " /" + pattern;
      case FileSource.Inline(String name, String content) ->
          "inline " + name + " " + GoText.quoted(content);
      case FileSource.Http http ->
          "url " + http.url() + (http.checksum() == null ? "" : " " + http.checksum());
      case FileSource.Git git ->
          "git "
              + git.url()
              + (git.checksum() == null ? "" : " " + git.checksum())
              + (git.keepGitDir() ? " with .git" : "");
    };
  }

  private void config(ImageConfig config) {
    if (config.author() != null) {
      line(2, "Author " + GoText.quoted(config.author()));
    }
    JsonNode fields = Json.read(Json.bytes(config.config()), JsonNode.class);
    fields.properties().forEach(field -> line(2, field.getKey() + " " + field.getValue()));
  }

  private static String as(String prefix, String value) {
    return value.isEmpty() ? "" : prefix + value;
  }

  /** On one line, whatever is in it. */
  private static String visible(String value) {
    return value.chars().anyMatch(c -> c < ' ') ? GoText.quoted(value) : value;
  }

  private void line(int depth, String content) {
    text.append("  ".repeat(depth)).append(content).append('\n');
  }
}
