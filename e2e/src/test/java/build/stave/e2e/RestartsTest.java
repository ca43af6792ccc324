package build.stave.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/** The operator ends without a word, or there are two: each wish is carried out, once. */
@Isolated("ends and changes the operator")
@ExtendWith(OnBed.class)
final class RestartsTest {
  private static final int KILLS = 10;

  private final Operator operator;
  private final Registry registry;
  private final Tenant tenant;

  RestartsTest(Operator operator, Registry registry, Tenant tenant) {
    this.operator = operator;
    this.registry = registry;
    this.tenant = tenant;
  }

  @AfterEach
  void oneOperator() {
    operator.scale(1);
    operator.configure("replicas=1", "leaderElection=true");
  }

  @Test
  void killedAtTenRandomMomentsOfABuild() throws InterruptedException {
    long seed = Long.getLong("stave.e2e.seed", ThreadLocalRandom.current().nextLong());
    System.out.println("-Dstave.e2e.seed=" + seed);
    SplittableRandom random = new SplittableRandom(seed);
    for (int kill = 1; kill <= KILLS; kill++) {
      String name = "killed-" + kill;
      tenant.apply(Wish.inline(name, "FROM busybox\nRUN sleep 1; echo %d > /n\n".formatted(kill)));
      // From before the run is made to after the builder has ended.
      Thread.sleep(random.nextInt(5000));
      operator.kill();
      tenant.ready(name);
      assertBuiltOnce(name);
    }
  }

  @Test
  void twoOperatorsWithAnElection() {
    operator.configure("replicas=2");
    buildSome("elected");
  }

  @Test
  void twoOperatorsWithoutAnElection() {
    operator.configure("leaderElection=false");
    // The chart refuses that.
    operator.scale(2);
    buildSome("rivals");
  }

  private void buildSome(String prefix) {
    IntStream.range(0, 5)
        .mapToObj(i -> Wish.inline(prefix + "-" + i, "FROM scratch\nLABEL a=%d\n".formatted(i)))
        .forEach(tenant::apply);
    IntStream.range(0, 5)
        .mapToObj(i -> prefix + "-" + i)
        .forEach(
            name -> {
              tenant.ready(name);
              assertBuiltOnce(name);
            });
  }

  private void assertBuiltOnce(String name) {
    var run = tenant.succeeded(name, 1);
    assertThat(tenant.pods(name + "-1")).as(tenant::report).hasSize(1);
    assertThat(tenant.kubectl("get", "jobs", "-l", "stave.build/imagebuild=" + name, "-o", "name"))
        .isEqualTo("job.batch/" + name + "-1\n");
    assertThat(run.getStatus().image())
        .hasFieldOrPropertyWithValue(
            "digest",
            registry.digest("registry.example.com/" + tenant.namespace() + "/" + name + ":latest"));
  }
}
