package build.stave.ignore;

import build.stave.problem.Problem;
import build.stave.problem.StaveException;
import java.util.ArrayList;
import java.util.List;

/** Pattern text to tokens. */
final class GlobParser {
  private final String pattern;
  private final boolean deep;
  private final int[] text;
  private int position;

  GlobParser(String pattern, boolean deep) {
    this.pattern = pattern;
    this.deep = deep;
    this.text = pattern.codePoints().toArray();
  }

  List<Token> parse() {
    List<Token> tokens = new ArrayList<>();
    while (position < text.length) {
      int c = text[position++];
      switch (c) {
        case '*' -> star(tokens);
        case '?' -> tokens.add(new Token.AnyCharacter());
        case '[' -> tokens.add(oneOf());
        case '\\' -> tokens.add(new Token.Literal(next()));
        default -> tokens.add(new Token.Literal(c));
      }
    }
    return List.copyOf(tokens);
  }

  private void star(List<Token> tokens) {
    boolean two = skip('*');
    while (skip('*')) {
      two = true;
    }
    if (!two || !deep) {
      tokens.add(new Token.Star());
      return;
    }
    skip('/');
    if (position == text.length) {
      tokens.add(new Token.Everything());
    } else {
      tokens.add(new Token.MaybeDirectories());
      tokens.add(new Token.Directories());
    }
  }

  private Token oneOf() {
    boolean negated = skip('^');
    List<Token.Range> ranges = new ArrayList<>();
    while (ranges.isEmpty() || !skip(']')) {
      int from = member();
      ranges.add(new Token.Range(from, skip('-') ? member() : from));
    }
    return new Token.OneOf(ranges, negated);
  }

  private int member() {
    int c = next();
    if (c == '-' || c == ']') {
      throw malformed();
    }
    return c == '\\' ? next() : c;
  }

  private boolean skip(int c) {
    if (position < text.length && text[position] == c) {
      position++;
      return true;
    }
    return false;
  }

  private int next() {
    if (position == text.length) {
      throw malformed();
    }
    return text[position++];
  }

  private StaveException malformed() {
    return Problem.user("syntax error in pattern: " + pattern)
        .fix("close each [, and put a backslash before [, ], * or ? that is meant literally")
        .exception();
  }
}
