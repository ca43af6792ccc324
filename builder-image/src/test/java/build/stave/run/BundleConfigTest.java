package build.stave.run;

import static org.assertj.core.api.Assertions.assertThat;

import build.stave.accounts.Identity;
import build.stave.oci.Json;
import build.stave.oci.Platform;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a step's container is allowed, against docker's documented defaults. */
final class BundleConfigTest {
  /** Docker's run reference, "Runtime privilege and Linux capabilities". */
  private static final String[] DOCKER_CAPABILITIES = {
    "CAP_AUDIT_WRITE",
    "CAP_CHOWN",
    "CAP_DAC_OVERRIDE",
    "CAP_FOWNER",
    "CAP_FSETID",
    "CAP_KILL",
    "CAP_MKNOD",
    "CAP_NET_BIND_SERVICE",
    "CAP_NET_RAW",
    "CAP_SETFCAP",
    "CAP_SETGID",
    "CAP_SETPCAP",
    "CAP_SETUID",
    "CAP_SYS_CHROOT"
  };

  private static JsonNode config(Identity identity, boolean privateNetwork) throws IOException {
    var config =
        new BundleConfig(
            "/root/of/step",
            List.of("/bin/sh", "-c", "true"),
            List.of("A=1", "A=2"),
            "/work",
            identity,
            List.of(),
            privateNetwork,
            4096,
            Seccomp.profile(Platform.parse("linux/amd64")),
            Optional.empty());
    return Json.read(Json.bytes(config.document()), JsonNode.class);
  }

  private static Identity root() {
    return new Identity(0, 0, List.of(), "/root");
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(item -> texts.add(item.asText()));
    return texts;
  }

  @Test
  void rootHasDockersCapabilitiesAndNoOthers() throws IOException {
    JsonNode capabilities = config(root(), false).at("/process/capabilities");

    for (String set : List.of("bounding", "effective", "permitted")) {
      assertThat(texts(capabilities.get(set)))
          .as(set)
          .containsExactlyInAnyOrder(DOCKER_CAPABILITIES);
    }
    assertThat(texts(capabilities.path("ambient"))).isEmpty();
    assertThat(texts(capabilities.path("inheritable"))).isEmpty();
  }

  @Test
  void othersHaveNoneButMayGetThemBySetuidPrograms() throws IOException {
    JsonNode process =
        config(new Identity(1000, 1000, List.of(4, 27), "/home/app"), false).get("process");

    assertThat(texts(process.at("/capabilities/bounding")))
        .containsExactlyInAnyOrder(DOCKER_CAPABILITIES);
    assertThat(texts(process.at("/capabilities/effective"))).isEmpty();
    assertThat(texts(process.at("/capabilities/permitted"))).isEmpty();
    assertThat(process.path("noNewPrivileges").asBoolean()).isFalse();
    assertThat(process.at("/user/uid").asInt()).isEqualTo(1000);
    assertThat(texts(process.at("/user/additionalGids"))).containsExactly("1000", "4", "27");
  }

  @Test
  void theStepHasNamespacesOfItsOwnAndTheBuildersNetwork() throws IOException {
    assertThat(namespaces(config(root(), false)))
        .containsExactlyInAnyOrder("mount", "pid", "ipc", "uts");
    assertThat(namespaces(config(root(), true)))
        .containsExactlyInAnyOrder("mount", "pid", "ipc", "uts", "network");
  }

  private static List<String> namespaces(JsonNode config) {
    return config.at("/linux/namespaces").findValuesAsText("type");
  }

  @Test
  void kernelInterfacesAreMasked() throws IOException {
    JsonNode linux = config(root(), false).get("linux");

    assertThat(texts(linux.get("maskedPaths")))
        .contains("/proc/kcore", "/proc/keys", "/proc/timer_list", "/sys/firmware");
    assertThat(texts(linux.get("readonlyPaths")))
        .contains("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");
  }

  @Test
  void seccompRefusesWhatItDoesNotName() throws IOException {
    JsonNode seccomp = config(root(), false).at("/linux/seccomp");
    List<String> named = new ArrayList<>();
    seccomp.get("syscalls").forEach(rule -> named.addAll(texts(rule.get("names"))));

    assertThat(seccomp.get("defaultAction").asText()).isEqualTo("SCMP_ACT_ERRNO");
    assertThat(named)
        .contains("openat", "execve", "chroot", "clone", "fchownat")
        .doesNotContain(
            "mount",
            "umount2",
            "unshare",
            "setns",
            "pivot_root",
            "bpf",
            "keyctl",
            "reboot",
            "init_module",
            "kexec_load",
            "open_by_handle_at",
            "userfaultfd");
  }

  @Test
  void theEnvironmentHasHomeAndPathAndEachNameOnce() throws IOException {
    assertThat(texts(config(root(), false).at("/process/env")))
        .containsExactlyInAnyOrder(
            "A=2",
            "HOME=/root",
            "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
  }

  @Test
  void noTerminalAndTheFixedHostName() throws IOException {
    JsonNode config = config(root(), false);

    assertThat(config.at("/process/terminal").asBoolean()).isFalse();
    assertThat(config.get("hostname").asText()).isEqualTo("buildkitsandbox");
    assertThat(config.at("/process/cwd").asText()).isEqualTo("/work");
    assertThat(config.at("/root/path").asText()).isEqualTo("/root/of/step");
  }
}
