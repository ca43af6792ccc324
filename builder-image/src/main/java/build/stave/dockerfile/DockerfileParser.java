package build.stave.dockerfile;

import build.stave.problem.Problem;
import build.stave.problem.StaveException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Text to typed instructions. */
public final class DockerfileParser {
  private DockerfileParser() {}

  /**
   * Parses and lints a Dockerfile.
   *
   * @param fileName for messages
   * @param content UTF-8, with or without a byte order mark
   * @throws StaveException of the category USER, located, where the text is no Dockerfile
   */
  public static Dockerfile parse(String fileName, byte[] content) {
    SourceText source = SourceText.of(fileName, content);
    DirectiveReader reader = new DirectiveReader(source);
    Directives directives = reader.read();
    List<Node> nodes = new NodeReader(source, directives.escape(), reader.lines()).read();
    if (nodes.isEmpty()) {
      throw Problem.user("file with no instructions")
          .at(source.location(1))
          .fix("start with FROM <image>, or FROM scratch")
          .exception();
    }
    List<Instruction> instructions = new ArrayList<>();
    Map<Integer, Set<String>> skipped = new HashMap<>();
    for (Node node : nodes) {
      instructions.add(instruction(node, source));
      Set<String> here = CheckOptions.skipped(node.comments());
      if (!here.isEmpty()) {
        skipped.put(node.range().startLine(), here);
      }
    }
    return assemble(source, directives, nodes, instructions, skipped);
  }

  private static Dockerfile assemble(
      SourceText source,
      Directives directives,
      List<Node> nodes,
      List<Instruction> instructions,
      Map<Integer, Set<String>> skipped) {
    int firstFrom = 0;
    List<Instruction.Arg> globalArgs = new ArrayList<>();
    while (firstFrom < instructions.size()
        && instructions.get(firstFrom) instanceof Instruction.Arg arg) {
      globalArgs.add(arg);
      firstFrom++;
    }
    List<Dockerfile.Stage> stages = stages(source, instructions, firstFrom);
    Dockerfile all =
        new Dockerfile(
            source.fileName(), source.lines(), directives, globalArgs, stages, List.of(), skipped);
    List<Finding> findings = all.reported(new Linter(nodes, instructions, stages).findings());
    return new Dockerfile(
        all.fileName(), all.lines(), directives, globalArgs, stages, findings, skipped);
  }

  private static List<Dockerfile.Stage> stages(
      SourceText source, List<Instruction> instructions, int firstFrom) {
    if (firstFrom == instructions.size()) {
      throw Problem.user("dockerfile contains no stages to build")
          .at(source.location(instructions.getLast().range().startLine()))
          .fix("add FROM <image> after the ARG instructions")
          .exception();
    }
    List<Dockerfile.Stage> stages = new ArrayList<>();
    int start = firstFrom;
    while (start < instructions.size()) {
      if (!(instructions.get(start) instanceof Instruction.From from)) {
        throw Problem.user("no build stage in current context")
            .at(source.location(instructions.get(start).range().startLine()))
            .fix("put FROM before it; only ARG may stand above the first FROM")
            .exception();
      }
      int end = start + 1;
      while (end < instructions.size() && !(instructions.get(end) instanceof Instruction.From)) {
        end++;
      }
      stages.add(new Dockerfile.Stage(stages.size(), from, instructions.subList(start + 1, end)));
      start = end;
    }
    return stages;
  }

  private static Instruction instruction(Node node, SourceText source) {
    try {
      return InstructionParser.parse(node);
    } catch (StaveException e) {
      throw e.problem().at(source.location(node.range().startLine())).exception(e);
    }
  }

  /**
   * Parses the instruction of an ONBUILD, heredocs included.
   *
   * @param text as in {@link Instruction.OnBuild#trigger()} or an image's configuration
   * @param range given to the instruction: that of the FROM it runs after
   * @param escape of the Dockerfile the text is from; a backslash for an image's configuration
   * @throws StaveException of the category USER, without a location
   */
  public static Instruction parseTrigger(String text, SourceRange range, char escape) {
    try {
      SourceText source = SourceText.of("ONBUILD", text.getBytes(StandardCharsets.UTF_8));
      List<Node> nodes = new NodeReader(source, escape, 0).read();
      if (nodes.size() != 1) {
        throw Problem.user("ONBUILD trigger is not one instruction: " + Quoted.of(text))
            .exception();
      }
      Node node = nodes.getFirst();
      InstructionParser.checkTrigger(node);
      return InstructionParser.parse(node.with(node.heredocs(), range, List.of(), false));
    } catch (StaveException e) {
      throw e.problem().nowhere().exception(e);
    }
  }
}
