package build.stave.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the operator may not do. That its rights suffice all other tests show; that it has exactly
 * those which the chart lists, e2e/chart-rights.
 */
@ExtendWith(OnBed.class)
final class RightsTest {
  private final Bed bed;
  private final Operator operator;

  RightsTest(Bed bed, Operator operator) {
    this.bed = bed;
    this.operator = operator;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "list secrets",
        "watch secrets",
        "get secrets",
        "create secrets",
        "list configmaps",
        "update imagebuilds.stave.build",
        "patch imagebuilds.stave.build",
        "create pods",
        "get pods --subresource=log",
        "create pods --subresource=exec",
        "delete pods",
        "get nodes",
        "impersonate users",
        "create serviceaccounts --subresource=token",
        "escalate clusterroles"
      })
  void mayNot(String right) {
    assertThat(may(right)).isEqualTo("no");
  }

  @Test
  void mayCreateJobs() {
    assertThat(may("create jobs.batch")).isEqualTo("yes");
  }

  private String may(String right) {
    String line = "auth can-i " + right + " --all-namespaces --as " + operator.user();
    return bed.tryKubectl(line.split(" ")).out().strip();
  }
}
