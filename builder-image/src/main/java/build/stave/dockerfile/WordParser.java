package build.stave.dockerfile;

import java.util.ArrayList;
import java.util.List;

/** Words separated by blanks; quotes hold a word together and stay in it, as do escapes. */
final class WordParser {
  private final char escape;

  WordParser(char escape) {
    this.escape = escape;
  }

  List<String> words(String text) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    char quote = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote == 0 && Runes.isSpace(c)) {
        end(words, word);
        continue;
      }
      if (c == escape && quote != '\'') {
        if (i + 1 == text.length()) {
          break;
        }
        word.append(c).append(text.charAt(++i));
        continue;
      }
      if (quote == 0 && (c == '"' || c == '\'')) {
        quote = c;
      } else if (c == quote) {
        quote = 0;
      }
      word.append(c);
    }
    end(words, word);
    return words;
  }

  private static void end(List<String> words, StringBuilder word) {
    if (!word.isEmpty()) {
      words.add(word.toString());
      word.setLength(0);
    }
  }
}
