package build.stave.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/** Where nothing is to be done nothing is written. */
@Isolated("counts what the operator writes")
@ExtendWith(OnBed.class)
final class SettledTest {
  private final Bed bed;
  private final Operator operator;
  private final Tenant tenant;

  SettledTest(Bed bed, Operator operator, Tenant tenant) {
    this.bed = bed;
    this.operator = operator;
    this.tenant = tenant;
  }

  @Test
  void reconcilingAgainWritesNothing() throws InterruptedException {
    bed.push("tests/settled", Map.of("Dockerfile", "FROM scratch\nLABEL a=b\n"));
    tenant.apply(Wish.git("watched", "tests/settled").with("triggers: {git: {interval: 1h}}"));
    tenant.apply(Wish.inline("good", "FROM scratch\nLABEL a=b\n"));
    tenant.apply(Wish.inline("bad", "FROM busybox\nRUN false\n"));
    tenant.ready("watched");
    tenant.ready("good");
    tenant.stalled("bad");
    Thread.sleep(Duration.ofSeconds(3));
    var log = new AuditLog(bed.auditLog());
    long before = log.end();

    tenant.kubectl("label", "imagebuild,imagebuildrun", "--all", "seen=again");
    Thread.sleep(Duration.ofSeconds(3));
    tenant.kubectl("label", "imagebuild,imagebuildrun", "--all", "seen-");
    operator.restart();
    Thread.sleep(Duration.ofSeconds(20));

    assertThat(log.writes(before, operator.user())).as("writes of the operator").isEmpty();
    // The log does show what the operator writes.
    tenant.apply(Wish.inline("good", "FROM scratch\nLABEL a=c\n"));
    tenant.ready("good");
    assertThat(log.writes(before, operator.user())).isNotEmpty();
  }
}
