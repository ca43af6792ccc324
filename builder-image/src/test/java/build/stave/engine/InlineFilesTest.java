package build.stave.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import build.stave.archive.Bytes;
import build.stave.engine.BuildRequest.Source;
import build.stave.problem.StaveException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class InlineFilesTest {
  @TempDir Path folder;

  private static Source.Inline inline(String name) {
    var files = new TreeMap<String, Bytes>();
    files.put(name, Bytes.of("x".getBytes(StandardCharsets.UTF_8)));
    return new Source.Inline(files, Set.of("bin/run"));
  }

  @Test
  void filesHaveFoldersAndModes() throws IOException {
    InlineFiles.write(inline("bin/run"), folder);
    InlineFiles.write(inline("bin/data"), folder);

    assertThat(folder.resolve("bin/run")).hasContent("x").isExecutable();
    assertThat(Files.getPosixFilePermissions(folder.resolve("bin/data"))).hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"../out", "/etc/passwd", "a/../../out", "."})
  void nothingIsWrittenOutside(String name) {
    Path inside = folder.resolve("context");

    assertThatThrownBy(() -> InlineFiles.write(inline(name), inside))
        .isInstanceOf(StaveException.class)
        .hasMessageContaining("outside of the context");
    assertThat(folder).isEmptyDirectory();
  }
}
