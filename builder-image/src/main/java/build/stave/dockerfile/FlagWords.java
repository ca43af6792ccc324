package build.stave.dockerfile;

import java.util.ArrayList;
import java.util.List;

/** Takes the flags off the front of the arguments; quotes and escapes in them are resolved. */
final class FlagWords {
  private FlagWords() {}

  /**
   * Flags and what follows them.
   *
   * @param rest the text after the last flag, or after {@code --}
   */
  record Split(List<String> flags, String rest) {}

  static Split split(String text, char escape) {
    List<String> flags = new ArrayList<>();
    int i = 0;
    while (true) {
      while (i < text.length() && Runes.isSpace(text.charAt(i))) {
        i++;
      }
      if (!text.startsWith("--", i)) {
        return new Split(flags, text.substring(i));
      }
      StringBuilder word = new StringBuilder();
      i = word(text, i, word, escape);
      if (word.toString().equals("--")) {
        return new Split(flags, text.substring(i));
      }
      flags.add(word.toString());
    }
  }

  private static int word(String text, int start, StringBuilder word, char escape) {
    char quote = 0;
    int i = start;
    for (; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote == 0 && Runes.isSpace(c)) {
        break;
      }
      if (c == quote) {
        quote = 0;
      } else if (quote == 0 && (c == '"' || c == '\'')) {
        quote = c;
      } else if (c == escape) {
        if (++i < text.length()) {
          word.append(text.charAt(i));
        }
      } else {
        word.append(c);
      }
    }
    return Math.min(i, text.length());
  }
}
