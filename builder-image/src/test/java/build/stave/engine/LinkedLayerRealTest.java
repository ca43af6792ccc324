package build.stave.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A layer of {@code --link} needs nothing of the base that it goes onto. */
@Tag("real")
class LinkedLayerRealTest {
  @TempDir Path folder;
  private LayoutBuilds builds;

  @BeforeEach
  void makeBase() throws Exception {
    builds = new LayoutBuilds(folder, folder.resolve("store"));
    builds.build("base", "FROM scratch\nCOPY <<EOF /dir/below\n1\nEOF\n");
  }

  @AfterEach
  void close() {
    builds.close();
  }

  @Test
  void aBaseThatNobodyReadsIsNotUnpacked() throws Exception {
    String linked =
        """
        FROM base
        COPY --link <<EOF /dir/a
        2
        EOF
        COPY --link <<EOF /dir/b
        3
        EOF
        """;
    var built = builds.build("linked", linked);
    assertThat(built.did("unpack")).isFalse();
    assertThat(built.did("outline")).isFalse();
    assertThat(builds.build("read", linked + "COPY --from=base /dir/below /dir/c\n").did("unpack"))
        .isTrue();
  }

  @Test
  void whatComesAfterwardsSeesTheBaseAndTheLayer() throws Exception {
    String dockerfile =
        """
        FROM base AS both
        COPY --link <<EOF /dir/a
        2
        EOF
        FROM scratch
        COPY --from=both /dir/below /dir/a /
        """;
    assertThat(builds.build("after", dockerfile).did("unpack")).isTrue();
  }
}
