package build.stave.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A page of the documentation with a part that the benchmark writes, between two markers. */
public record Page(Path file) {
  /** Writes what stands between the markers of {@code name}. */
  public void replace(String name, String text) throws IOException {
    String begin = "<!-- " + name + ": written by bench/run -->\n";
    String end = "<!-- end of " + name + " -->";
    String page = Files.readString(file);
    int from = page.indexOf(begin);
    int to = page.indexOf(end);
    if (from < 0 || to < from) {
      throw new IOException(file + " has no markers of " + name);
    }
    Files.writeString(file, page.substring(0, from + begin.length()) + text + page.substring(to));
  }
}
