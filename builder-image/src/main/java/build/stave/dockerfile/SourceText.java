package build.stave.dockerfile;

import build.stave.problem.Location;
import build.stave.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A Dockerfile as lines.
 *
 * @param lines without line ends and byte order mark
 * @param ends the line end of each line, empty for a last line without one
 */
record SourceText(String fileName, List<String> lines, List<String> ends) {
  private static final int LONGEST_LINE = 65_535;

  SourceText {
    lines = List.copyOf(lines);
    ends = List.copyOf(ends);
  }

  static SourceText of(String fileName, byte[] content) {
    List<String> lines = new ArrayList<>();
    List<String> ends = new ArrayList<>();
    boolean mark =
        content.length >= 3
            && content[0] == (byte) 0xEF
            && content[1] == (byte) 0xBB
            && content[2] == (byte) 0xBF;
    int start = mark ? 3 : 0;
    while (start < content.length) {
      int end = start;
      while (end < content.length && content[end] != '\n') {
        end++;
      }
      int trimmed = end;
      while (trimmed > start && content[trimmed - 1] == '\r') {
        trimmed--;
      }
      int after = Math.min(end + 1, content.length);
      if (end - start > LONGEST_LINE) {
        throw tooLong(fileName, lines.size() + 1);
      }
      lines.add(new String(content, start, trimmed - start, StandardCharsets.UTF_8));
      ends.add(new String(Arrays.copyOfRange(content, trimmed, after), StandardCharsets.US_ASCII));
      start = after;
    }
    return new SourceText(fileName, lines, ends);
  }

  private static RuntimeException tooLong(String fileName, int line) {
    return Problem.user("dockerfile line greater than max allowed size of " + LONGEST_LINE)
        .at(new Location(fileName, line, 0, ""))
        .fix("break the line with a continuation, or move its text to a file")
        .exception();
  }

  /** A line with its line end; {@code index} counts from 0. */
  String raw(int index) {
    return lines.get(index) + ends.get(index);
  }

  /** The place of a line, counted from 1, at its first character that is not blank. */
  Location location(int line) {
    String text = line <= lines.size() ? lines.get(line - 1) : "";
    int column = text.length() - Runes.trimLeft(text).length() + 1;
    return new Location(fileName, line, column, text);
  }

  /**
   * The place where the first of the words stands in a range; the range's start where none does.
   */
  Location location(SourceRange range, String word) {
    for (int line = range.startLine(); line <= Math.min(range.endLine(), lines.size()); line++) {
      int column = word.isEmpty() ? -1 : lines.get(line - 1).indexOf(word);
      if (column >= 0) {
        return new Location(fileName, line, column + 1, lines.get(line - 1));
      }
    }
    return location(range.startLine());
  }
}
