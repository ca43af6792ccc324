package build.stave.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import build.stave.crds.v1alpha1.ImageBuildRun;
import io.fabric8.kubernetes.api.model.Pod;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What a step can find of the builder's secrets: it reads its environment, every file it can, every
 * mount and all of /proc. The scan is told the halves of what it looks for, so that it does not
 * find itself.
 */
@ExtendWith(OnBed.class)
final class StepSecretsTest {
  private static final String SCAN =
      """
      #!/bin/sh
      # Usage: scan FIRST-HALF SECOND-HALF...: ends with 0 where nothing is found
      found=0
      hit() { echo "FOUND $*"; found=1; }
      [ ! -e /var/run/secrets/kubernetes.io ] || hit "a service account token"
      [ -z "$KUBERNETES_SERVICE_HOST" ] || hit "the address of the Kubernetes API"
      while [ $# -gt 1 ]; do
        # No command line holds what it looks for.
        rest=${2#?}
        canary=$1[${2%"$rest"}]$rest
        shift 2
        cat /proc/[0-9]*/environ /proc/[0-9]*/cmdline 2>/dev/null | tr '\\0' '\\n' | grep -q "$canary" && hit "in a process"
        find / -xdev -type f ! -path '/proc/*' ! -path '/sys/*' -exec grep -l "$canary" {} + 2>/dev/null | grep . && hit "in a file"
        awk '{print $2}' /proc/self/mounts | while read -r mount; do
          case $mount in /proc* | /sys* | /dev*) continue ;; esac
          find "$mount" -xdev -type f -exec grep -l "$canary" {} + 2>/dev/null
        done | grep . && hit "below a mount"
        grep -s "$canary" /proc/[0-9]*/mountinfo /proc/[0-9]*/maps && hit "in a mount's name"
      done
      for process in /proc/[0-9]*; do
        case $(readlink "$process/exe") in *java* | *crun*) hit "the builder: $process" ;; esac
        tr '\\0' ' ' < "$process/cmdline" 2>/dev/null | grep -E 'stave|java ' && hit "the builder's command"
        ls -l "$process/fd" 2>/dev/null | grep -E 'run/stave|job.json|/work/' && hit "a file of the builder's"
      done
      grep -E 'run/stave|serviceaccount' /proc/self/mountinfo && hit "a mount of the builder's"
      [ "$(ls -d /proc/[0-9]* | wc -l)" -lt 20 ] || hit "processes of others"
      exit $found
      """;

  private final Bed bed;
  private final Registry registry;
  private final Tenant tenant;

  StepSecretsTest(Bed bed, Registry registry, Tenant tenant) {
    this.bed = bed;
    this.registry = registry;
    this.tenant = tenant;
  }

  @Test
  void stepsFindNone() {
    String token = "canary-" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    tenant.apply(
        """
        apiVersion: v1
        kind: Secret
        metadata: {name: tokens}
        stringData: {token: %s, argument: not-a-secret-to-this-build}
        """
            .formatted(token));
    bed.push(
        "private/canary",
        Map.of(
            "scan",
            SCAN,
            "Dockerfile",
            """
            FROM busybox
            ARG CANARIES
            COPY --chmod=755 scan /scan
            RUN /scan $CANARIES
            RUN --mount=type=secret,id=token grep -q canary- /run/secrets/token && ! /scan $CANARIES
            RUN --mount=type=secret,id=token,env=TOKEN ! /scan $CANARIES
            RUN /scan $CANARIES
            """));
    tenant.apply(
        Wish.git("canary", "private/canary")
            .withGit("secretRef: {name: git-auth}")
            .with(
                """
                pullSecrets: [{name: registry-auth}]
                secrets:
                  - id: token
                    secretKeyRef: {name: tokens, key: token}
                ssh:
                  - id: default
                    secretRef: {name: git-ssh}
                args:
                  - name: CANARIES
                    value: "%s"
                """
                    .formatted(String.join(" ", halves(token)))));

    ImageBuildRun run = tenant.succeeded("canary", 1);

    for (Pod pod : tenant.pods("canary-1")) {
      assertThat(List.of(tenant.log(pod), pod.toString()))
          .allSatisfy(text -> assertThat(text).doesNotContain(canaries(token)));
      assertThat(pod.getSpec().getVolumes())
          .noneMatch(volume -> volume.getName().startsWith("kube-api-access"));
    }
    String image = Objects.requireNonNull(run.getStatus().image(), "image").reference();
    assertThat(registry.config(image)).doesNotContain(canaries(token));
    assertThat(
            tenant.kubectl(
                "get", "imagebuilds,imagebuildruns,jobs,configmaps,events", "-o", "yaml"))
        .doesNotContain(canaries(token));
  }

  /** What of each Secret nobody else knows. */
  private List<String> canaries(String token) {
    String key = bed.secret("git-key").lines().skip(2).findFirst().orElseThrow();
    String login = bed.secret("registry-user") + ":" + bed.secret("registry-password");
    return List.of(
        token,
        bed.secret("git-password"),
        bed.secret("registry-password"),
        Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)),
        key.substring(0, 40));
  }

  private List<String> halves(String token) {
    return canaries(token).stream()
        .flatMap(c -> List.of(c.substring(0, c.length() / 2), c.substring(c.length() / 2)).stream())
        .toList();
  }
}
