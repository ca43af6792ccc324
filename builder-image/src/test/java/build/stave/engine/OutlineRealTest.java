package build.stave.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files are copied onto a base whose own were not unpacked; the image is the same. */
@Tag("real")
class OutlineRealTest {
  /** A file, links to it and to its directory, accounts, and a directory of somebody. */
  private static final String BASE =
      """
      FROM scratch
      COPY <<EOF /etc/passwd
      root:x:0:0::/:/bin/sh
      app:x:1234:1235::/:/bin/sh
      EOF
      COPY --chmod=640 <<EOF /dir/file
      one
      EOF
      COPY --chown=7:8 <<EOF /dir/other
      of 7
      EOF
      """;

  @TempDir Path folder;
  private LayoutBuilds outlines;
  private LayoutBuilds whole;

  @BeforeEach
  void makeBase() throws Exception {
    outlines = new LayoutBuilds(folder, folder.resolve("outlines"));
    whole = new LayoutBuilds(folder, folder.resolve("whole"));
    whole.build("base", BASE);
    // What is there whole is taken so.
    whole.build("everything", "FROM scratch\nCOPY --from=base / /\n");
  }

  @AfterEach
  void close() {
    outlines.close();
    whole.close();
  }

  private LayoutBuilds.Built same(String steps) throws Exception {
    String dockerfile = "FROM base\n" + steps;
    LayoutBuilds.Built built = outlines.build("outlined", dockerfile);
    assertThat(built.digest()).isEqualTo(whole.build("whole", dockerfile).digest());
    return built;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "COPY <<EOF /dir/new\ntext\nEOF\n",
        "COPY <<EOF /dir/file\nlonger than it was\nEOF\n",
        "COPY --chmod=600 <<EOF /dir/file\none\nEOF\n",
        "COPY <<EOF /dir/\ntext\nEOF\nCOPY <<EOF /dir/new\n\nEOF\n",
        "COPY --chown=app <<EOF /dir/sub/new\ntext\nEOF\n",
        "USER app\nWORKDIR /home/app\nCOPY --chown=app:7 <<EOF x\ntext\nEOF\n",
        "WORKDIR /dir\nLABEL a=b\nCOPY <<EOF other\nof 7\nEOF\n"
      })
  void filesOfTheBaseAreNotNeeded(String steps) throws Exception {
    LayoutBuilds.Built built = same(steps);
    assertThat(built.did("outline")).isTrue();
    assertThat(built.did("unpack")).isFalse();
  }

  @Test
  void baseThatAnotherStageUnpacksHasNoOutline() throws Exception {
    LayoutBuilds.Built built =
        same("COPY <<EOF /x\ntext\nEOF\nFROM base\nCOPY --from=0 /x /dir/\n");
    assertThat(built.did("unpack")).isTrue();
    assertThat(built.did("outline")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "COPY --chmod=640 <<EOF /dir/file\none\nEOF\n",
        "COPY --chmod=640 <<EOF /dir/file\ntwo\nEOF\n",
        "COPY <<EOF /dir/new\ntext\nEOF\nCOPY --chmod=640 <<EOF /dir/file\ntwo\nEOF\n"
      })
  void aFileThatMayBeTheSameIsCompared(String steps) throws Exception {
    assertThat(same(steps).did("unpack")).isTrue();
  }

  @Test
  void whatReadsTheBaseUnpacksIt() throws Exception {
    LayoutBuilds.Built built =
        same("COPY <<EOF /new\n\nEOF\nFROM scratch\nCOPY --from=0 /dir/file /new /\n");
    assertThat(built.did("outline")).isFalse();
    assertThat(same("ADD <<EOF /new\n\nEOF\n").did("outline")).isFalse();
  }
}
