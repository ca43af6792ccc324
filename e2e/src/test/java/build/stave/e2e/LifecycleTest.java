package build.stave.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import build.stave.crds.v1alpha1.Condition;
import build.stave.crds.v1alpha1.ImageBuildRun;
import build.stave.crds.v1alpha1.ImageBuildRunStatus.Phase;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Runs that are interrupted, cancelled, put off, counted and removed. */
@ExtendWith(OnBed.class)
final class LifecycleTest {
  private static final String SLOW = "FROM busybox\nRUN echo begun; sleep 8; echo done\n";

  private final Bed bed;
  private final Registry registry;
  private final Tenant tenant;

  LifecycleTest(Bed bed, Registry registry, Tenant tenant) {
    this.bed = bed;
    this.registry = registry;
    this.tenant = tenant;
  }

  @Test
  void lostPodIsReplacedAndBuildsTheSameCommit() {
    String first = bed.push("tests/lost", Map.of("Dockerfile", SLOW));
    tenant.apply(Wish.git("lost", "tests/lost"));
    Pod lost = tenant.printing("lost-1", "begun");
    bed.push("tests/lost", Map.of("Dockerfile", "FROM busybox\nRUN false\n"));

    tenant.kubectl("delete", "pod", lost.getMetadata().getName(), "--wait=false");

    ImageBuildRun run = tenant.succeeded("lost", 1);
    assertThat(run.getStatus().source()).hasFieldOrPropertyWithValue("commit", first);
    assertThat(run.getStatus().failedPods()).isEqualTo(1);
    assertThat(tenant.pods("lost-1"))
        .extracting(pod -> pod.getMetadata().getName())
        .doesNotContain(lost.getMetadata().getName());
  }

  @Test
  void cancelledRunEndsAndPushesNothing() {
    tenant.apply(Wish.inline("cancelled", SLOW));
    tenant.printing("cancelled-1", "begun");

    tenant.kubectl(
        "patch",
        "imagebuildrun/cancelled-1",
        "--type=merge",
        "--patch={\"spec\":{\"cancel\":true}}");

    assertThat(tenant.finished("cancelled", 1).getStatus().phase()).isEqualTo(Phase.Cancelled);
    assertGone("cancelled");
    Condition ready = Conditions.of(tenant.stalled("cancelled"), Condition.READY).orElseThrow();
    assertThat(ready.reason()).isEqualTo("Cancelled");
  }

  @Test
  void changeOfTheSpecReplacesTheRunUnderWay() {
    tenant.apply(Wish.inline("replaced", SLOW));
    tenant.printing("replaced-1", "begun");

    tenant.apply(Wish.inline("replaced", "FROM scratch\nLABEL a=b\n"));

    ImageBuildRun second = tenant.succeeded("replaced", 2);
    assertThat(second.getMetadata().getName()).isEqualTo("replaced-2");
    assertThat(tenant.run("replaced-1").getStatus().phase()).isEqualTo(Phase.Cancelled);
    tenant.ready("replaced");
  }

  @Test
  void suspendedBuildsNothingUntilItIsResumed() {
    Wish wish = Wish.inline("suspended", "FROM scratch\nLABEL a=b\n");
    tenant.apply(wish.with("suspend: true"));
    tenant.await(
        "the reason Suspended",
        () -> Conditions.of(tenant.build("suspended"), Condition.READY),
        found -> found.filter(c -> c.reason().equals("Suspended")).isPresent());
    tenant.staysAt("suspended", 0, Duration.ofSeconds(3));

    tenant.apply(wish.with("suspend: false"));

    tenant.ready("suspended");
    tenant.succeeded("suspended", 1);
  }

  @Test
  void oldRunsAreRemoved() {
    tenant.apply(
        Wish.inline("history", "FROM scratch\nLABEL a=b\n")
            .with("history: {succeeded: 2, failed: 1}"));
    tenant.ready("history");
    for (int run = 2; run <= 4; run++) {
      tenant.kubectl("annotate", "--overwrite", "imagebuild/history", "stave.build/request=" + run);
      String name = "history-" + run;
      tenant.await(
          name + " to end",
          () -> tenant.runs("history"),
          runs ->
              runs.getLast().getMetadata().getName().equals(name)
                  && Conditions.isFinal(runs.getLast()));
    }

    var kept = tenant.await("two runs", () -> tenant.runs("history"), runs -> runs.size() == 2);

    assertThat(kept)
        .extracting(run -> run.getMetadata().getName())
        .containsExactly("history-3", "history-4");
    tenant.await("their Jobs", () -> jobs("history"), jobs -> jobs.lines().count() == 2);
  }

  @Test
  void deletedBuildLeavesNothing() {
    tenant.apply(Wish.inline("deleted", SLOW));
    tenant.printing("deleted-1", "begun");

    tenant.kubectl("delete", "imagebuild/deleted");

    tenant.await("the runs to go", () -> tenant.runs("deleted"), runs -> runs.isEmpty());
    assertGone("deleted");
    tenant.await(
        "the ConfigMap to go",
        () -> tenant.kubectl("get", "configmaps", "-o", "name"),
        names -> !names.contains("deleted-1"));
  }

  /** No pod is left, and what it was about to push has not been pushed. */
  private void assertGone(String name) {
    tenant.await("the Job to go", () -> jobs(name), jobs -> jobs.isEmpty());
    tenant.await("the pod to go", () -> tenant.pods(name + "-1"), pods -> pods.isEmpty());
    assertThat(registry.has("registry.example.com/" + tenant.namespace() + "/" + name + ":latest"))
        .as("pushed")
        .isFalse();
  }

  private String jobs(String build) {
    return tenant.kubectl("get", "jobs", "-l", "stave.build/imagebuild=" + build, "-o", "name");
  }
}
