package build.stave.run;

import static org.assertj.core.api.Assertions.assertThat;

import build.stave.problem.Category;
import build.stave.problem.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;

class PreflightTest {
  private static final List<String> ROOT = List.of("Uid:\t0\t0\t0\t0", "CapEff:\t000001ffffffffff");

  @Test
  void theFirstNamespaceIsNoSandbox() {
    assertThat(Preflight.identity(List.of("         0          0 4294967295"), ROOT))
        .extracting(Problem::category, Problem::message)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(Category.ENVIRONMENT, "not in a user namespace"));
  }

  @Test
  void anyOtherMapIsOne() {
    assertThat(Preflight.identity(List.of("0 0 1", "1 1 4294967294"), ROOT)).isEmpty();
    assertThat(Preflight.identity(List.of("0 100000 65536"), ROOT)).isEmpty();
  }

  @Test
  void rightsAreNeeded() {
    List<String> weak = List.of("Uid:\t0\t0\t0\t0", "CapEff:\t00000000800000c0");
    assertThat(Preflight.identity(List.of("0 100000 65536"), weak)).hasSize(1);
    List<String> user = List.of("Uid:\t1000\t1000\t1000\t1000", "CapEff:\t000001ffffffffff");
    assertThat(Preflight.identity(List.of("0 100000 65536"), user)).hasSize(1);
  }
}
