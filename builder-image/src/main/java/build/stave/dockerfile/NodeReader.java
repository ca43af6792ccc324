package build.stave.dockerfile;

import build.stave.problem.Problem;
import build.stave.problem.StaveException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Lines to nodes: continuations, comments and heredocs (BuildKit frontend/dockerfile/parser). */
final class NodeReader {
  private final SourceText source;
  private final LineParser words;
  private final Pattern continuation;
  private final List<Node> nodes = new ArrayList<>();
  private List<String> comments = new ArrayList<>();
  private int next;

  /** Reads what is behind the given number of directive lines. */
  NodeReader(SourceText source, char escape, int directives) {
    this.source = source;
    this.next = directives;
    this.words = new LineParser(escape);
    String e = Pattern.quote(String.valueOf(escape));
    // Two escape characters stand for one of them and do not continue the line.
    this.continuation = Pattern.compile("(?<!" + e + ")" + e + "[ \\t]*$");
  }

  List<Node> read() {
    while (next < source.lines().size()) {
      String line = source.lines().get(next++);
      if (isComment(line)) {
        comment(line);
        continue;
      }
      instruction(Runes.trimLeft(line));
    }
    return nodes;
  }

  private void comment(String line) {
    String text = Runes.trim(Runes.trimLeft(line).substring(1));
    if (text.isEmpty()) {
      comments = new ArrayList<>();
    } else {
      comments.add(text);
    }
  }

  private void instruction(String first) {
    int start = next;
    StringBuilder whole = new StringBuilder();
    boolean continues = append(whole, first);
    if (!continues && whole.isEmpty()) {
      return;
    }
    boolean empty = false;
    while (continues && next < source.lines().size()) {
      String line = source.lines().get(next++);
      if (isComment(line)) {
        continue;
      }
      if (Runes.trimLeft(line).isEmpty()) {
        empty = true;
        continue;
      }
      continues = append(whole, line);
    }
    String text = whole.toString();
    List<String> above = comments;
    comments = new ArrayList<>();
    try {
      Node node = words.node(text);
      List<Heredoc> bodies =
          node.canHaveHeredocs() && text.contains("<<") ? bodies(text) : List.of();
      nodes.add(node.with(bodies, new SourceRange(start, next), above, empty));
    } catch (StaveException e) {
      throw e.problem().at(source.location(start)).exception(e);
    }
  }

  private boolean append(StringBuilder whole, String line) {
    var matcher = continuation.matcher(line);
    if (matcher.find()) {
      whole.append(line, 0, matcher.start());
      return true;
    }
    whole.append(line);
    return false;
  }

  private List<Heredoc> bodies(String text) {
    List<Heredoc> filled = new ArrayList<>();
    for (Heredoc announced : HeredocWord.find(text)) {
      StringBuilder body = new StringBuilder();
      while (true) {
        if (next == source.lines().size()) {
          throw Problem.user("unterminated heredoc")
              .fix("end it with a line that holds nothing but " + announced.name())
              .exception();
        }
        String line = source.lines().get(next);
        String raw = source.raw(next++);
        if ((announced.chomp() ? line.replaceFirst("^\t+", "") : line).equals(announced.name())) {
          break;
        }
        body.append(raw);
      }
      filled.add(
          new Heredoc(
              announced.name(),
              body.toString(),
              announced.expand(),
              announced.chomp(),
              announced.fileDescriptor()));
    }
    return filled;
  }

  private static boolean isComment(String line) {
    return Runes.trimLeft(line).startsWith("#");
  }
}
