package build.stave.dockerfile;

import build.stave.problem.Problem;
import build.stave.problem.StaveException;
import java.util.ArrayList;
import java.util.List;

/** One record of comma separated values; quotes count at the begin of a field only (RFC 4180). */
final class CsvFields {
  private CsvFields() {}

  static List<String> of(String text) {
    List<String> fields = new ArrayList<>();
    int i = 0;
    while (true) {
      StringBuilder field = new StringBuilder();
      i =
          i < text.length() && text.charAt(i) == '"'
              ? quoted(text, i, field)
              : bare(text, i, field);
      fields.add(field.toString());
      if (i == text.length()) {
        return fields;
      }
      i++;
    }
  }

  private static int bare(String text, int start, StringBuilder field) {
    int end = text.indexOf(',', start);
    end = end < 0 ? text.length() : end;
    field.append(text, start, end);
    int quote = field.indexOf("\"");
    if (quote >= 0) {
      throw problem(start + quote, "bare \" in non-quoted-field");
    }
    return end;
  }

  private static int quoted(String text, int start, StringBuilder field) {
    int i = start + 1;
    while (i < text.length()) {
      char c = text.charAt(i++);
      if (c != '"') {
        field.append(c);
      } else if (i < text.length() && text.charAt(i) == '"') {
        field.append('"');
        i++;
      } else if (i == text.length() || text.charAt(i) == ',') {
        return i;
      } else {
        throw problem(i, "extraneous or missing \" in quoted-field");
      }
    }
    throw problem(i, "extraneous or missing \" in quoted-field");
  }

  private static StaveException problem(int column, String message) {
    return Problem.user(
            "failed to parse csv mounts: parse error on line 1, column %d: %s"
                .formatted(column + 1, message))
        .fix("put the whole field into quotes, and double the quotes inside")
        .exception();
  }
}
