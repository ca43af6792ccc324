package build.stave.run;

import build.stave.oci.Json;
import build.stave.oci.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The system calls of a step: those that docker's default profile leaves a container with docker's
 * default capabilities. New namespaces cannot be made, also not through {@code clone3}, whose
 * arguments a filter cannot see: it is answered with ENOSYS, upon which libraries use {@code
 * clone}.
 */
final class Seccomp {
  private static final int EPERM = 1;
  private static final int ENOSYS = 38;

  /** All CLONE_NEW* flags but CLONE_NEWTIME, which clone does not take. */
  private static final long CLONE_NAMESPACES = 0x7E020000L;

  private Seccomp() {}

  /** Names and numbers, see the resource; a string holds several names. */
  record Data(
      List<String> always,
      List<String> amd64,
      List<String> arm64,
      List<Long> socketFamilies,
      List<Long> personalities) {}

  /** The {@code linux.seccomp} of an OCI runtime configuration. */
  static Map<String, Object> profile(Platform platform) {
    Data data = data();
    List<String> names = new ArrayList<>(words(data.always()));
    List<String> architectures = new ArrayList<>();
    if (platform.architecture().equals("arm64")) {
      names.addAll(words(data.arm64()));
      architectures.addAll(List.of("SCMP_ARCH_AARCH64", "SCMP_ARCH_ARM"));
    } else {
      names.addAll(words(data.amd64()));
      architectures.addAll(List.of("SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"));
    }
    List<Map<String, Object>> rules = new ArrayList<>();
    rules.add(Map.of("names", names, "action", "SCMP_ACT_ALLOW"));
    rules.add(allow("socket", "SCMP_CMP_LT", 12, 0));
    for (long family : data.socketFamilies()) {
      rules.add(allow("socket", "SCMP_CMP_EQ", family, 0));
    }
    for (long personality : data.personalities()) {
      rules.add(allow("personality", "SCMP_CMP_EQ", personality, 0));
    }
    rules.add(allow("clone", "SCMP_CMP_MASKED_EQ", CLONE_NAMESPACES, 0));
    rules.add(Map.of("names", List.of("clone3"), "action", "SCMP_ACT_ERRNO", "errnoRet", ENOSYS));
    return Map.of(
        "defaultAction",
        "SCMP_ACT_ERRNO",
        "defaultErrnoRet",
        EPERM,
        "architectures",
        architectures,
        "syscalls",
        rules);
  }

  private static Map<String, Object> allow(String name, String op, long value, long valueTwo) {
    return Map.of(
        "names",
        List.of(name),
        "action",
        "SCMP_ACT_ALLOW",
        "args",
        List.of(Map.of("index", 0, "op", op, "value", value, "valueTwo", valueTwo)));
  }

  private static List<String> words(List<String> lines) {
    return lines.stream().flatMap(line -> List.of(line.split(" ", -1)).stream()).toList();
  }

  private static Data data() {
    try (InputStream in = Seccomp.class.getResourceAsStream("seccomp.json")) {
      if (in == null) {
        throw new IOException("seccomp.json is not on the class path");
      }
      return Json.read(in.readAllBytes(), Data.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
