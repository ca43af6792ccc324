package build.stave.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import build.stave.crds.v1alpha1.Condition;
import build.stave.crds.v1alpha1.Failure;
import build.stave.crds.v1alpha1.FailureClass;
import build.stave.crds.v1alpha1.ImageBuildRun;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the resource says of a build that fails for its own fault: at once, and without a retry. */
@ExtendWith(OnBed.class)
final class FailuresTest {
  private final Bed bed;
  private final Tenant tenant;

  FailuresTest(Bed bed, Tenant tenant) {
    this.bed = bed;
    this.tenant = tenant;
  }

  @Test
  void failingRunIsTold() {
    tenant.apply(
        Wish.inline(
            "run",
            """
            FROM busybox AS tools
            RUN true
            RUN echo compiling; \\
                echo no such header >&2; exit 3
            """));

    Failure failure = tenant.failure("run");

    assertThat(failure.failureClass()).isEqualTo(FailureClass.User);
    assertThat(failure.reason()).isEqualTo("StepFailed");
    assertThat(failure.stage()).isEqualTo("tools");
    assertThat(failure.instruction()).startsWith("RUN echo compiling;");
    assertThat(failure.file()).isEqualTo("Dockerfile");
    assertThat(failure.line()).isEqualTo(3);
    assertThat(failure.exitCode()).isEqualTo(3);
    assertThat(failure.logTail()).contains("compiling", "no such header");
    Condition stalled = Conditions.of(tenant.build("run"), Condition.STALLED).orElseThrow();
    assertThat(stalled.reason()).isEqualTo("StepFailed");
    assertThat(stalled.message()).contains("Dockerfile:3", "RUN echo compiling;", "3");
    tenant.finished("run", 1);
    assertThat(tenant.pods("run-1")).as("no retry").hasSizeLessThan(2);
  }

  @Test
  void failureStaysWhenThePodIsGone() {
    tenant.apply(Wish.inline("gone", "FROM busybox\nRUN echo the-reason; false\n"));
    Failure before = tenant.failure("gone");

    tenant.kubectl("delete", "job/gone-1");
    tenant.await("the pod to go", () -> tenant.pods("gone-1"), pods -> pods.isEmpty());
    tenant.kubectl("label", "imagebuild/gone", "team=a");

    assertThat(tenant.failure("gone")).isEqualTo(before);
    assertThat(before.logTail()).contains("the-reason");
    tenant.finished("gone", 1);
  }

  @Test
  void repairedSpecBuilds() {
    tenant.apply(Wish.inline("repaired", "FROM busybox\nRUN false\n"));
    tenant.stalled("repaired");

    tenant.apply(Wish.inline("repaired", "FROM busybox\nRUN true\n"));

    assertThat(Conditions.isStalled(tenant.ready("repaired"))).isFalse();
  }

  @Test
  void malformedDockerfile() {
    tenant.apply(Wish.inline("malformed", "FROM busybox\nRUM true\n"));

    Failure failure = tenant.failure("malformed");

    assertThat(failure.failureClass()).isEqualTo(FailureClass.User);
    assertThat(failure.reason()).isEqualTo("DockerfileInvalid");
    assertThat(failure.line()).isEqualTo(2);
  }

  @Test
  void missingDockerfile() {
    bed.push("tests/no-dockerfile", Map.of("README", "Nothing to build.\n"));
    tenant.apply(Wish.git("no-dockerfile", "tests/no-dockerfile"));

    Failure failure = tenant.failure("no-dockerfile");

    assertThat(failure.failureClass()).isEqualTo(FailureClass.User);
    assertThat(failure.reason()).isEqualTo("DockerfileNotFound");
    assertThat(failure.message()).contains("Dockerfile");
  }

  @Test
  void unknownBranch() {
    bed.push("tests/one-branch", Map.of("Dockerfile", "FROM scratch\n"));
    tenant.apply(
        new Wish(
            "branch",
            """
            git:
              url: https://git.example.com/tests/one-branch.git
              ref: {branch: releases}
            """,
            "",
            ""));

    Failure failure = tenant.failure("branch");

    assertThat(failure.reason()).isEqualTo("RefNotFound");
    assertThat(failure.message()).contains("releases");
  }

  @Test
  void unknownRepository() {
    tenant.apply(Wish.git("repository", "tests/absent"));

    Failure failure = tenant.failure("repository");

    assertThat(failure.reason()).isEqualTo("SourceNotFound");
    assertThat(failure.message()).contains("tests/absent.git");
  }

  @Test
  void unknownBaseImage() {
    tenant.apply(Wish.inline("base", "FROM busybox AS tools\nFROM no-such-image:1.2\nRUN true\n"));

    Failure failure = tenant.failure("base");

    assertThat(failure.reason()).isEqualTo("ImageNotFound");
    assertThat(failure.message()).contains("no-such-image:1.2");
    assertThat(failure.line()).isEqualTo(2);
  }

  @Test
  void failedRunIsARecord() {
    tenant.apply(Wish.inline("record", "FROM busybox\nRUN true\nRUN exit 9\n"));

    ImageBuildRun run = tenant.finished("record", 1);

    assertThat(run.getStatus().steps())
        .extracting(step -> step.instruction())
        .anyMatch(instruction -> instruction.startsWith("RUN true"));
    assertThat(run.getStatus().startTime()).isNotNull();
    assertThat(run.getStatus().completionTime()).isNotNull();
    assertThat(run.getStatus().image()).isNull();
  }
}
