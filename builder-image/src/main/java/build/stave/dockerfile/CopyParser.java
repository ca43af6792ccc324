package build.stave.dockerfile;

import build.stave.problem.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** COPY and ADD. */
final class CopyParser {
  private static final Map<String, Flags.Kind> SHARED =
      Map.of(
          "chown", Flags.Kind.TEXT,
          "chmod", Flags.Kind.TEXT,
          "link", Flags.Kind.BOOLEAN,
          "exclude", Flags.Kind.TEXTS);
  private static final Map<String, Flags.Kind> COPY =
      with(Map.of("from", Flags.Kind.TEXT, "parents", Flags.Kind.BOOLEAN));
  private static final Map<String, Flags.Kind> ADD =
      with(
          Map.of(
              "checksum", Flags.Kind.TEXT,
              "keep-git-dir", Flags.Kind.BOOLEAN,
              "unpack", Flags.Kind.BOOLEAN));

  private CopyParser() {}

  static Instruction copy(Node node) {
    Flags flags = Flags.of(node.flags(), COPY);
    return new Instruction.Copy(
        node.range(),
        node.original(),
        files(node, flags, "COPY"),
        flags.nonEmpty("from"),
        flags.isTrue("parents"));
  }

  static Instruction add(Node node) {
    Flags flags = Flags.of(node.flags(), ADD);
    @Nullable String unpack = flags.text("unpack");
    return new Instruction.Add(
        node.range(),
        node.original(),
        files(node, flags, "ADD"),
        flags.nonEmpty("checksum"),
        flags.isTrue("keep-git-dir"),
        unpack == null ? null : unpack.equals("true"));
  }

  private static Instruction.Files files(Node node, Flags flags, String instruction) {
    List<String> words = node.words();
    if (words.size() < 2) {
      throw Problem.user(
              instruction
                  + " requires at least two arguments, but only one was provided. Destination"
                  + " could not be determined")
          .fix("write %s <source>... <destination>".formatted(instruction))
          .exception();
    }
    String destination = words.getLast();
    if (HeredocWord.of(destination).isPresent()) {
      throw Problem.user(instruction + " cannot accept a heredoc as a destination")
          .fix("put the destination after the heredoc: %s <<EOF /path".formatted(instruction))
          .exception();
    }
    Map<String, Heredoc> bodies = new HashMap<>();
    node.heredocs().forEach(heredoc -> bodies.put(heredoc.name(), heredoc));
    List<String> sources = new ArrayList<>();
    List<Heredoc> heredocs = new ArrayList<>();
    for (String word : words.subList(0, words.size() - 1)) {
      Optional<Heredoc> body = HeredocWord.of(word).map(h -> bodies.get(h.name()));
      body.map(CopyParser::chomped).ifPresentOrElse(heredocs::add, () -> sources.add(word));
    }
    return new Instruction.Files(
        sources,
        heredocs,
        destination,
        flags.nonEmpty("chown"),
        flags.nonEmpty("chmod"),
        flags.isTrue("link"),
        flags.texts("exclude"));
  }

  /** The heredoc with the leading tabs of its lines removed, if it asks for that. */
  static Heredoc chomped(Heredoc h) {
    return h.chomp()
        ? new Heredoc(
            h.name(), h.content().replaceAll("(?m)^\t+", ""), h.expand(), true, h.fileDescriptor())
        : h;
  }

  private static Map<String, Flags.Kind> with(Map<String, Flags.Kind> own) {
    Map<String, Flags.Kind> all = new HashMap<>(SHARED);
    all.putAll(own);
    return Map.copyOf(all);
  }
}
