package build.stave.dockerfile;

import java.util.ArrayList;
import java.util.List;

/** Collects words: blanks split unless they are kept. */
final class WordSplitter {
  private final List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();

  void split(String text) {
    text.codePoints().forEach(this::split);
  }

  void split(int codePoint) {
    if (!Runes.isSpace(codePoint)) {
      word.appendCodePoint(codePoint);
    } else {
      end();
    }
  }

  void keep(String text) {
    word.append(text);
  }

  void keep(int codePoint) {
    word.appendCodePoint(codePoint);
  }

  List<String> words() {
    end();
    return words;
  }

  private void end() {
    if (!word.isEmpty()) {
      words.add(word.toString());
      word.setLength(0);
    }
  }
}
