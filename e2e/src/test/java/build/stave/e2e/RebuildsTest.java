package build.stave.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import build.stave.crds.v1alpha1.ImageBuildRun;
import build.stave.crds.v1alpha1.Trigger.Cause;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What starts a run, and what does not. */
@ExtendWith(OnBed.class)
final class RebuildsTest {
  private static final Duration A_WHILE = Duration.ofSeconds(4);

  private final Bed bed;
  private final Tenant tenant;

  RebuildsTest(Bed bed, Tenant tenant) {
    this.bed = bed;
    this.tenant = tenant;
  }

  @Test
  void applyingTheSameAgainBuildsNothing() {
    Wish wish = Wish.inline("same", "FROM scratch\nLABEL a=b\n");
    tenant.apply(wish);
    tenant.ready("same");

    assertThat(tenant.apply(wish)).contains("unchanged");

    tenant.staysAt("same", 1, A_WHILE);
  }

  @Test
  void labelsAndAnnotationsBuildNothing() {
    tenant.apply(Wish.inline("labelled", "FROM scratch\nLABEL a=b\n"));
    tenant.ready("labelled");

    tenant.kubectl("label", "imagebuild/labelled", "team=a");
    tenant.kubectl("annotate", "imagebuild/labelled", "note=b");

    tenant.staysAt("labelled", 1, A_WHILE);
  }

  @Test
  void whatDoesNotMakeTheImageBuildsNothing() {
    Wish wish = Wish.inline("settings", "FROM scratch\nLABEL a=b\n");
    tenant.apply(wish);
    tenant.ready("settings");

    tenant.apply(wish.with("timeout: 20m\nhistory: {succeeded: 2}"));

    tenant.ready("settings");
    tenant.staysAt("settings", 1, A_WHILE);
  }

  @Test
  void changeOfTheSpecBuildsOnce() {
    Wish wish = Wish.inline("changed", "FROM scratch\nARG A=1\nLABEL a=$A\n");
    tenant.apply(wish);
    String before = tenant.ready("changed").getStatus().latestImage();

    tenant.apply(wish.with("args: [{name: A, value: \"2\"}]"));

    assertThat(tenant.ready("changed").getStatus().latestImage()).isNotEqualTo(before);
    tenant.staysAt("changed", 2, A_WHILE);
    assertThat(causes("changed")).containsExactly(Cause.Spec, Cause.Spec);
  }

  @Test
  void requestBuildsOnce() {
    tenant.apply(Wish.inline("requested", "FROM scratch\nLABEL a=b\n"));
    tenant.ready("requested");

    tenant.kubectl("annotate", "imagebuild/requested", "stave.build/request=again");

    ImageBuildRun second = tenant.succeeded("requested", 2);
    assertThat(second.getSpec().trigger().detail()).isEqualTo("again");
    tenant.kubectl("label", "imagebuild/requested", "team=a");
    tenant.staysAt("requested", 2, A_WHILE);
    assertThat(causes("requested")).containsExactly(Cause.Spec, Cause.Request);
  }

  @Test
  void movedBranchBuildsOnce() {
    String repository = "tests/moving";
    String first = bed.push(repository, Map.of("Dockerfile", "FROM scratch\nLABEL a=1\n"));
    tenant.apply(Wish.git("moving", repository).with("triggers: {git: {interval: 10s}}"));
    tenant.ready("moving");

    String second = bed.push(repository, Map.of("Dockerfile", "FROM scratch\nLABEL a=2\n"));

    assertThat(commit(tenant.succeeded("moving", 2))).isEqualTo(second);
    assertThat(commit(tenant.runs("moving").getFirst())).isEqualTo(first);
    // Longer than the interval: the same commit is seen again.
    tenant.staysAt("moving", 2, Duration.ofSeconds(14));
    assertThat(causes("moving")).containsExactly(Cause.Spec, Cause.Commit);
  }

  @Test
  void runCreatedByHandIsCarriedOut() {
    tenant.apply(
        """
        apiVersion: stave.build/v1alpha1
        kind: ImageBuildRun
        metadata: {name: by-hand}
        spec:
          trigger: {cause: Manual}
          build:
            source: {inline: {files: {Dockerfile: "FROM scratch\\nLABEL a=b\\n"}}}
            output:
              image: registry.example.com/%s/by-hand
              secretRef: {name: registry-auth}
        """
            .formatted(tenant.namespace()));

    tenant.await("by-hand to end", () -> tenant.run("by-hand"), Conditions::isFinal);

    assertThat(tenant.run("by-hand").getStatus().image()).as(tenant::report).isNotNull();
  }

  private static String commit(ImageBuildRun run) {
    return String.valueOf(Objects.requireNonNull(run.getStatus().source(), "source").commit());
  }

  private List<Cause> causes(String build) {
    return tenant.runs(build).stream().map(run -> run.getSpec().trigger().cause()).toList();
  }
}
