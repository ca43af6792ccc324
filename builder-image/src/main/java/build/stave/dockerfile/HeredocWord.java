package build.stave.dockerfile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Recognises {@code <<EOF}, {@code <<-EOF}, {@code 3<<"EOF"}. */
final class HeredocWord {
  private static final Pattern FORM =
      Pattern.compile("(\\d{0,9})<<(-?)\\s*([^<]*)", Pattern.DOTALL);
  private static final Expander SPLIT =
      new Expander(
          '\\',
          Expander.Option.RAW_QUOTES,
          Expander.Option.RAW_ESCAPES,
          Expander.Option.SKIP_VARIABLES);
  private static final Expander UNQUOTE = new Expander('\\', Expander.Option.SKIP_VARIABLES);

  private HeredocWord() {}

  /** All announcements of a line, in order, bodies empty; quoted ones are not announcements. */
  static List<Heredoc> find(String line) {
    List<Heredoc> found = new ArrayList<>();
    // An unclosed quote, such as that of don't in a comment of the shell, is the shell's affair.
    for (String word :
        balanced(line) ? SPLIT.words(line, Expander.Variables.NONE) : List.<String>of()) {
      of(word).ifPresent(found::add);
    }
    return found;
  }

  static Optional<Heredoc> of(String word) {
    Matcher matcher = FORM.matcher(word);
    if (!matcher.matches() || !balanced(matcher.group(3))) {
      return Optional.empty();
    }
    List<String> raw = SPLIT.words(matcher.group(3), Expander.Variables.NONE);
    List<String> plain = UNQUOTE.words(matcher.group(3), Expander.Variables.NONE);
    if (raw.size() != 1 || plain.size() != 1) {
      return Optional.empty();
    }
    String name = plain.getFirst();
    // An escaped quote is in both, a quote that quotes in one of them.
    boolean expand = quotes(name) == quotes(raw.getFirst());
    int fd = matcher.group(1).isEmpty() ? 0 : Integer.parseInt(matcher.group(1));
    return Optional.of(new Heredoc(name, "", expand, !matcher.group(2).isEmpty(), fd));
  }

  private static long quotes(String text) {
    return text.chars().filter(c -> c == '"' || c == '\'').count();
  }

  private static boolean balanced(String text) {
    char open = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && open != '\'') {
        i++;
      } else if (open == c) {
        open = 0;
      } else if (open == 0 && (c == '"' || c == '\'')) {
        open = c;
      }
    }
    return open == 0;
  }
}
