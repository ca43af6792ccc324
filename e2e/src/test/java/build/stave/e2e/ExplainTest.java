package build.stave.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code kubectl explain} reads well; that each field has a text the module crds tests. */
@ExtendWith(OnBed.class)
final class ExplainTest {
  private final Bed bed;

  ExplainTest(Bed bed) {
    this.bed = bed;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "imagebuild.spec",
        "imagebuild.spec.source.git.ref",
        "imagebuild.spec.builder",
        "imagebuild.status",
        "imgb.spec.output",
        "imagebuildrun.spec",
        "imgbr.status.failure"
      })
  void explained(String path) {
    assertThat(bed.kubectl("explain", path))
        .contains("DESCRIPTION:", "FIELDS:")
        .doesNotContain("<no description>", "<empty>");
  }
}
