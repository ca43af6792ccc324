package build.stave.dockerfile;

import build.stave.dockerfile.Expander.Expansion;
import build.stave.dockerfile.Expander.Option;
import build.stave.dockerfile.Expander.Variables;
import build.stave.problem.Problem;
import build.stave.problem.StaveException;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One expansion: reads its text once, from left to right. */
final class ShellWord {
  private static final int DEEPEST = 100;

  private final Runes runes;
  private final int escape;
  private final Set<Option> options;
  private final Variables variables;
  private final Set<String> matched = new LinkedHashSet<>();
  private final Set<String> unmatched = new LinkedHashSet<>();
  private boolean rawEscapes;
  private int depth;

  ShellWord(String text, int escape, Set<Option> options, Variables variables) {
    this.runes = new Runes(text);
    this.escape = escape;
    this.options = options;
    this.variables = variables;
    this.rawEscapes = options.contains(Option.RAW_ESCAPES);
  }

  Expansion expand() {
    WordSplitter words = new WordSplitter();
    String word = until(Runes.END, words);
    return new Expansion(word, words.words(), matched, unmatched);
  }

  /** The word inside a substitution, up to and without {@code stop}. */
  private String nested(int stop, boolean raw) {
    if (depth++ == DEEPEST) {
      throw problem("substitutions are nested too deeply", "use at most 100 levels of ${}");
    }
    boolean outer = rawEscapes;
    rawEscapes = raw;
    try {
      return until(stop, new WordSplitter());
    } catch (StaveException e) {
      if (runes.peek() == Runes.END) {
        throw missing(stop);
      }
      throw e;
    } finally {
      rawEscapes = outer;
      depth--;
    }
  }

  private String until(int stop, WordSplitter words) {
    StringBuilder result = new StringBuilder();
    boolean quotes = !options.contains(Option.SKIP_QUOTES);
    while (runes.peek() != Runes.END) {
      int c = runes.peek();
      if (c == stop) {
        runes.next();
        return result.toString();
      }
      if (c == '$' && !options.contains(Option.SKIP_VARIABLES)) {
        String value = dollar();
        words.split(value);
        result.append(value);
      } else if (quotes && (c == '\'' || c == '"')) {
        String value = c == '"' ? doubleQuoted() : singleQuoted();
        words.keep(value);
        result.append(value);
      } else {
        plain(words, result);
      }
    }
    if (stop != Runes.END) {
      throw problem(
          "unexpected end of statement while looking for matching " + Character.toString(stop),
          null);
    }
    return result.toString();
  }

  private void plain(WordSplitter words, StringBuilder result) {
    int c = runes.next();
    if (c != escape) {
      words.split(c);
      result.appendCodePoint(c);
      if (c == '<' && runes.peek() == '<') {
        heredoc(words, result);
      }
      return;
    }
    if (rawEscapes) {
      words.keep(c);
      result.appendCodePoint(c);
    }
    int escaped = runes.next();
    if (escaped != Runes.END) {
      words.keep(escaped);
      result.appendCodePoint(escaped);
    }
  }

  /** The second bracket, and blanks before a delimiter: they do not end the word. */
  private void heredoc(WordSplitter words, StringBuilder result) {
    do {
      words.keep(runes.peek());
      result.appendCodePoint(runes.next());
    } while (runes.peek() == ' ' || runes.peek() == '\t' || runes.peek() == '\r');
  }

  private String singleQuoted() {
    StringBuilder result = new StringBuilder();
    quote(result);
    while (runes.peek() != '\'') {
      if (runes.peek() == Runes.END) {
        throw unclosed("single-quote");
      }
      result.appendCodePoint(runes.next());
    }
    quote(result);
    return result.toString();
  }

  private String doubleQuoted() {
    StringBuilder result = new StringBuilder();
    quote(result);
    while (runes.peek() != '"') {
      int c = runes.peek();
      if (c == Runes.END) {
        throw unclosed("double-quote");
      }
      if (c == '$' && !options.contains(Option.SKIP_VARIABLES)) {
        result.append(dollar());
        continue;
      }
      runes.next();
      if (c == escape) {
        if (rawEscapes) {
          result.appendCodePoint(c);
        }
        int after = runes.peek();
        if (after == Runes.END) {
          continue;
        }
        if (after == '"' || after == '$' || after == escape) {
          c = runes.next();
        }
      }
      result.appendCodePoint(c);
    }
    quote(result);
    return result.toString();
  }

  private void quote(StringBuilder result) {
    int c = runes.next();
    if (options.contains(Option.RAW_QUOTES)) {
      result.appendCodePoint(c);
    }
  }

  private String dollar() {
    runes.next();
    if (runes.peek() != '{') {
      String name = name();
      return name.isEmpty() ? "$" : orEmpty(use(name));
    }
    runes.next();
    switch (runes.peek()) {
      case Runes.END -> throw missing('}');
      case '{', '}', ':' ->
          throw problem(
              "syntax error: bad substitution", "write ${name}, or \\$ for a dollar sign");
      default -> {}
    }
    String name = name();
    int operator = runes.next();
    return switch (operator) {
      case '}' -> orEmpty(use(name));
      case '/' -> replace(name);
      case ':' -> modify(name, runes.next(), true);
      case '+', '-', '?', '#', '%' -> modify(name, operator, false);
      default -> throw unsupported(operator, false);
    };
  }

  private String modify(String name, int operator, boolean emptyIsUnset) {
    boolean trims = operator == '#' || operator == '%';
    String word = nested('}', trims);
    if (trims && !emptyIsUnset) {
      boolean longest = !word.isEmpty() && word.charAt(0) == operator;
      ShellPattern pattern = ShellPattern.parse(longest ? word.substring(1) : word);
      String value = orEmpty(use(name));
      return operator == '#'
          ? pattern.trimPrefix(value, longest)
          : pattern.trimSuffix(value, longest);
    }
    String value = variables.get(name);
    if (value != null) {
      matched.add(name);
    }
    boolean unset = value == null || (emptyIsUnset && value.isEmpty());
    return switch (operator) {
      case '-' -> unset ? word : orEmpty(value);
      case '+' -> unset ? "" : word;
      case '?' -> {
        if (unset) {
          String state = value == null ? "unset" : "empty";
          String message = word.isEmpty() ? "is not allowed to be " + state : word;
          throw problem(
              name + ": " + message, "set it with ENV, ARG or a build argument of this name");
        }
        yield orEmpty(value);
      }
      default -> throw unsupported(operator, emptyIsUnset);
    };
  }

  private String replace(String name) {
    boolean all = runes.peek() == '/';
    if (all) {
      runes.next();
    }
    String pattern = nested('/', true);
    String replacement = nested('}', true);
    return ShellPattern.parse(pattern).replace(orEmpty(use(name)), replacement, all);
  }

  /**
   * A name of letters, digits and underscores, a number, or one special character; may be empty.
   */
  private String name() {
    StringBuilder name = new StringBuilder();
    int first = runes.peek();
    if (Character.isDigit(first)) {
      while (Character.isDigit(runes.peek())) {
        name.appendCodePoint(runes.next());
      }
      return name.toString();
    }
    if (first != Runes.END && "@*#?-$!".indexOf(first) >= 0) {
      return Character.toString(runes.next());
    }
    while (Character.isLetterOrDigit(runes.peek()) || runes.peek() == '_') {
      name.appendCodePoint(runes.next());
    }
    return name.toString();
  }

  private @Nullable String use(String name) {
    String value = variables.get(name);
    (value == null ? unmatched : matched).add(name);
    return value;
  }

  private static String orEmpty(@Nullable String value) {
    return value == null ? "" : value;
  }

  private static StaveException unclosed(String what) {
    return problem(
        "unexpected end of statement while looking for matching " + what,
        "close the quote, or escape it");
  }

  private static StaveException missing(int stop) {
    return problem(
        stop == '/' ? "syntax error: missing '/' in ${}" : "syntax error: missing '}'",
        "close the ${, or write \\$ for a dollar sign");
  }

  private static StaveException unsupported(int operator, boolean colon) {
    String shown = (colon ? ":" : "") + (operator == Runes.END ? "" : Character.toString(operator));
    return problem(
        "unsupported modifier (%s) in substitution".formatted(shown),
        "supported are - + ? (also after a colon), # ## % %% / and //");
  }

  private static StaveException problem(String message, @Nullable String fix) {
    Problem problem = Problem.user(message);
    return (fix == null ? problem : problem.fix(fix)).exception();
  }
}
