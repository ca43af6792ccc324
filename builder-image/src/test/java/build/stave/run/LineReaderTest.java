package build.stave.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LineReaderTest {
  private static List<String> lines(byte[] bytes) throws IOException {
    List<String> lines = new ArrayList<>();
    LineReader.read(new ByteArrayInputStream(bytes), lines::add);
    return lines;
  }

  private static List<String> lines(String text) throws IOException {
    return lines(text.getBytes(UTF_8));
  }

  @Test
  void linesWithAndWithoutAnEnd() throws IOException {
    assertThat(lines("a\n\nb\r\nc")).containsExactly("a", "", "b", "c");
    assertThat(lines("a\n")).containsExactly("a");
    assertThat(lines("")).isEmpty();
  }

  @Test
  void aLongLineComesInPieces() throws IOException {
    String text = "x".repeat(3 * LineReader.MAX_LINE + 5);

    List<String> pieces = lines(text + "\nend");

    assertThat(String.join("", pieces)).isEqualTo(text + "end");
    assertThat(pieces)
        .allSatisfy(p -> assertThat(p.length()).isLessThanOrEqualTo(LineReader.MAX_LINE));
  }

  @Test
  void bytesThatAreNoTextAreReplaced() throws IOException {
    assertThat(lines(new byte[] {'a', (byte) 0xFF, 'b', '\n'})).containsExactly("a\uFFFDb");
  }

  @Test
  void aCharacterMayLieAcrossReads() throws IOException {
    String text = "x".repeat(16 * 1024 - 1) + "é";

    assertThat(lines(text)).containsExactly(text);
  }
}
