package build.stave.run;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Cuts a stream into lines of bounded length. */
final class LineReader {
  static final int MAX_LINE = 64 * 1024;

  private LineReader() {}

  /** Reads to the end; what follows the last line end is a line too. */
  static void read(InputStream in, Consumer<String> lines) throws IOException {
    byte[] chunk = new byte[16 * 1024];
    var line = new ByteArrayOutputStream();
    for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
      int start = 0;
      for (int i = 0; i < n; i++) {
        if (chunk[i] == '\n') {
          line.write(chunk, start, i - start);
          emit(line, lines);
          start = i + 1;
        } else if (line.size() + (i - start) >= MAX_LINE) {
          line.write(chunk, start, i - start);
          emit(line, lines);
          start = i;
        }
      }
      line.write(chunk, start, n - start);
    }
    if (line.size() > 0) {
      emit(line, lines);
    }
  }

  private static void emit(ByteArrayOutputStream line, Consumer<String> lines) {
    String text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    lines.accept(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
  }
}
