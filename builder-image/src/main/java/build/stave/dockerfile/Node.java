package build.stave.dockerfile;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One instruction, cut into words but not understood yet.
 *
 * @param name as written
 * @param flags words that begin with {@code --}, unquoted
 * @param words arguments; for ENV and LABEL in threes: key, value and the separator, {@code =} or
 *     empty
 * @param trigger the instruction inside an ONBUILD
 * @param json whether the words come from a JSON array
 * @param original the instruction as one line
 * @param comments the comment lines right above, without {@code #}
 * @param emptyLines whether an empty line stands inside a continuation
 * @param heredocs raw: tabs of {@code <<-} still in place
 */
record Node(
    String name,
    List<String> flags,
    List<String> words,
    @Nullable Node trigger,
    boolean json,
    String original,
    SourceRange range,
    List<String> comments,
    boolean emptyLines,
    List<Heredoc> heredocs) {
  Node {
    flags = List.copyOf(flags);
    words = List.copyOf(words);
    comments = List.copyOf(comments);
    heredocs = List.copyOf(heredocs);
  }

  String keyword() {
    return name.toLowerCase(Locale.ROOT);
  }

  /** Whether its words may announce heredocs. */
  boolean canHaveHeredocs() {
    if (keyword().equals("onbuild")) {
      return trigger != null && trigger.canHaveHeredocs();
    }
    return !json && List.of("add", "copy", "run").contains(keyword());
  }

  Node with(List<Heredoc> found, SourceRange where, List<String> above, boolean empty) {
    Node inner = trigger == null ? null : trigger.with(found, where, above, false);
    return new Node(name, flags, words, inner, json, original, where, above, empty, found);
  }
}
