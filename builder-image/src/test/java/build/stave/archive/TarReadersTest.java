package build.stave.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import build.stave.linux.Names;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written can be read by tools that others wrote; each is skipped where it is absent. */
class TarReadersTest {
  private static final List<String> PATHS =
      List.of(
          "a",
          "é/ü",
          "x\uDCFF",
          "d".repeat(100),
          "d".repeat(90) + "/" + "e".repeat(90),
          "u".repeat(99) + "é",
          "r".repeat(120) + "\uDCFE");

  @TempDir Path folder;

  @Test
  void gnuTarReadsAllNames() throws Exception {
    assertThat(list("tar", "--quoting-style=literal", "--show-transformed-names", "-tf"))
        .isEqualTo(expected());
  }

  @Test
  void libarchiveReadsAllNames() throws Exception {
    assertThat(list("bsdtar", "-tf")).hasLineCount(PATHS.size()).startsWith("a\n");
  }

  @Test
  void pythonReadsAllNames() throws Exception {
    String script =
        "import sys,tarfile\n"
            + "for m in tarfile.open(sys.argv[1],errors='surrogateescape'):"
            + " sys.stdout.buffer.write(m.name.encode('utf-8','surrogateescape')+b'\\n')";
    assertThat(list("python3", "-c", script)).isEqualTo(expected());
  }

  private static String expected() {
    return PATHS.stream().map(path -> path + "\n").collect(Collectors.joining());
  }

  private String list(String... command) throws Exception {
    assumeTrue(
        List.of(System.getenv("PATH").split(":")).stream()
            .anyMatch(bin -> Files.isExecutable(Path.of(bin, command[0]))),
        command[0] + " is not installed");
    Path tar = Files.write(folder.resolve("t.tar"), archive());
    List<String> line = new java.util.ArrayList<>(List.of(command));
    line.add(tar.toString());
    var builder = new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("LC_ALL", "C.UTF-8");
    Process process = builder.start();
    byte[] out = process.getInputStream().readAllBytes();
    assertThat(process.waitFor()).isZero();
    return Names.decode(out);
  }

  private static byte[] archive() throws IOException {
    var out = new ByteArrayOutputStream();
    try (var tar = new TarWriter(out)) {
      for (String path : PATHS) {
        tar.put(
            new Entry(path, Entry.Kind.FILE, 0644, 3_000_000, 1, 0, 1, "", 0, 0, new TreeMap<>()));
      }
    }
    return out.toByteArray();
  }
}
