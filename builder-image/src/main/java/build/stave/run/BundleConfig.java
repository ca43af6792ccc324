package build.stave.run;

import build.stave.accounts.Identity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The {@code config.json} of a step (OCI runtime-spec 1.0.2, config.md and config-linux.md).
 *
 * @param root absolute path of the root file system
 * @param identity who the first process is
 * @param mounts the step's own, after the system's
 * @param privateNetwork whether the step has a loopback interface only
 * @param maxFiles hard limit of open files
 * @param seccomp {@code linux.seccomp}
 * @param filter the same as a program, in base64
 */
record BundleConfig(
    String root,
    List<String> arguments,
    List<String> env,
    String workingDir,
    Identity identity,
    List<Map<String, Object>> mounts,
    boolean privateNetwork,
    long maxFiles,
    Map<String, Object> seccomp,
    Optional<String> filter) {
  static final String HOST_NAME = "buildkitsandbox";

  private static final String PATH =
      "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  /** What docker leaves a container that asks for nothing. */
  private static final List<String> CAPABILITIES =
      List.of(
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
          "CAP_SYS_CHROOT");

  private static final List<String> MASKED =
      List.of(
          "/proc/acpi",
          "/proc/asound",
          "/proc/interrupts",
          "/proc/kcore",
          "/proc/keys",
          "/proc/latency_stats",
          "/proc/sched_debug",
          "/proc/scsi",
          "/proc/timer_list",
          "/proc/timer_stats",
          "/sys/devices/virtual/powercap",
          "/sys/firmware");

  private static final List<String> READ_ONLY =
      List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

  /** Soft limit: programs that close every possible descriptor take for ever with a high one. */
  private static final long SOFT_FILES = 1024;

  /** The document. */
  Map<String, Object> document() {
    List<Map<String, Object>> all = new ArrayList<>(systemMounts());
    all.addAll(mounts);
    List<Map<String, Object>> namespaces = new ArrayList<>();
    for (String type : List.of("mount", "pid", "ipc", "uts")) {
      namespaces.add(Map.of("type", type));
    }
    if (privateNetwork) {
      namespaces.add(Map.of("type", "network"));
    }
    return Map.of(
        "ociVersion",
        "1.0.2",
        "process",
        process(),
        "root",
        Map.of("path", root),
        "hostname",
        HOST_NAME,
        "annotations",
        filter.map(program -> Map.of(SeccompFilter.ANNOTATION, program)).orElse(Map.of()),
        "mounts",
        all,
        "linux",
        Map.of(
            "namespaces",
            namespaces,
            "maskedPaths",
            MASKED,
            "readonlyPaths",
            READ_ONLY,
            "seccomp",
            seccomp));
  }

  /** The environment of the step, each name once. */
  static List<String> environment(List<String> env, String home) {
    Map<String, String> byName = new LinkedHashMap<>();
    for (String entry : env) {
      int equals = entry.indexOf('=');
      byName.put(equals < 0 ? entry : entry.substring(0, equals), entry);
    }
    byName.putIfAbsent("PATH", PATH);
    byName.putIfAbsent("HOME", "HOME=" + home);
    return List.copyOf(byName.values());
  }

  private Map<String, Object> process() {
    // The primary group is among the supplementary ones, or a setgid program could shed a
    // restriction that a file puts on it (CVE-2022-36109).
    Set<Integer> groups = new LinkedHashSet<>();
    groups.add(identity.gid());
    groups.addAll(identity.groups());
    Map<String, Object> user =
        Map.of(
            "uid",
            identity.uid(),
            "gid",
            identity.gid(),
            "additionalGids",
            List.copyOf(groups),
            "umask",
            022);
    List<String> own = identity.uid() == 0 ? CAPABILITIES : List.of();
    long soft = Math.min(SOFT_FILES, maxFiles);
    return Map.of(
        "terminal",
        false,
        "user",
        user,
        "args",
        arguments,
        "env",
        environment(env, identity.home()),
        "cwd",
        workingDir,
        "noNewPrivileges",
        false,
        "rlimits",
        List.of(Map.of("type", "RLIMIT_NOFILE", "soft", soft, "hard", maxFiles)),
        "capabilities",
        Map.of(
            "bounding",
            CAPABILITIES,
            "effective",
            own,
            "permitted",
            own,
            "inheritable",
            List.of(),
            "ambient",
            List.of()));
  }

  private static List<Map<String, Object>> systemMounts() {
    return List.of(
        mount("proc", "proc", "/proc", "nosuid", "noexec", "nodev"),
        mount("tmpfs", "tmpfs", "/dev", "nosuid", "strictatime", "mode=755", "size=65536k"),
        mount(
            "devpts",
            "devpts",
            "/dev/pts",
            "nosuid",
            "noexec",
            "newinstance",
            "ptmxmode=0666",
            "mode=0620",
            "gid=5"),
        mount("tmpfs", "shm", "/dev/shm", "nosuid", "noexec", "nodev", "mode=1777", "size=65536k"),
        mount("mqueue", "mqueue", "/dev/mqueue", "nosuid", "noexec", "nodev"),
        // A fresh sysfs needs a network namespace of our own; and a cgroup tree is not for steps.
        mount("bind", "/sys", "/sys", "rbind", "rro", "nosuid", "noexec", "nodev"),
        mount("tmpfs", "cgroup", "/sys/fs/cgroup", "ro", "nosuid", "noexec", "nodev", "mode=755"));
  }

  static Map<String, Object> mount(
      String type, String source, String destination, String... options) {
    return Map.of(
        "type", type, "source", source, "destination", destination, "options", List.of(options));
  }
}
