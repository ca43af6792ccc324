package build.stave.graph;

import build.stave.dockerfile.Dockerfile;
import build.stave.dockerfile.Expander;
import build.stave.dockerfile.Instruction;
import build.stave.oci.Platform;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The arguments that FROM sees: the automatic ones and those declared before the first FROM
 * (Dockerfile reference, ARG).
 *
 * @param values by name
 * @param declared names, with or without a value
 */
record GlobalArguments(Map<String, String> values, Set<String> declared) {
  static final String TARGET_PLATFORM = "TARGETPLATFORM";
  private static final String UNNAMED_TARGET = "default";

  GlobalArguments {
    values = Collections.unmodifiableMap(values);
    declared = Collections.unmodifiableSet(declared);
  }

  /**
   * Reads the arguments before the first FROM.
   *
   * @param buildArgs values that win over defaults; empty to see the defaults alone
   */
  static GlobalArguments of(
      PlanRequest request, int target, Map<String, String> buildArgs, Expander expander) {
    Dockerfile dockerfile = request.dockerfile();
    Map<String, String> values = automatic(request, target);
    Set<String> declared = new TreeSet<>(values.keySet());
    values.replaceAll((name, value) -> request.buildArgs().getOrDefault(name, value));
    for (Instruction.Arg arg : dockerfile.globalArgs()) {
      Located.in(
          dockerfile,
          arg.range(),
          () -> {
            for (Instruction.Arg.Argument argument : arg.arguments()) {
              declared.add(argument.name());
              String given = buildArgs.get(argument.name());
              if (given != null) {
                values.put(argument.name(), given);
              } else if (argument.defaultValue() != null) {
                values.put(argument.name(), expander.word(argument.defaultValue(), values::get));
              }
            }
          });
    }
    return new GlobalArguments(values, declared);
  }

  private static Map<String, String> automatic(PlanRequest request, int target) {
    Map<String, String> values = new LinkedHashMap<>();
    platform(values, "BUILD", request.buildPlatform());
    platform(values, "TARGET", request.platform());
    String name = request.dockerfile().stages().get(target).from().stageName();
    values.put("TARGETSTAGE", name.isEmpty() ? UNNAMED_TARGET : name);
    return values;
  }

  private static void platform(Map<String, String> values, String prefix, Platform platform) {
    values.put(prefix + "PLATFORM", platform.toString());
    values.put(prefix + "OS", platform.os());
    values.put(prefix + "OSVERSION", platform.osVersion());
    values.put(prefix + "ARCH", platform.architecture());
    values.put(prefix + "VARIANT", platform.variant());
  }

  /** Names that no ARG declares and that are no names of the builder's own, sorted. */
  static Set<String> unconsumed(PlanRequest request, GlobalArguments globals) {
    Set<String> known = new HashSet<>(globals.declared());
    for (Dockerfile.Stage stage : request.dockerfile().stages()) {
      for (Instruction instruction : stage.instructions()) {
        if (instruction instanceof Instruction.Arg arg) {
          arg.arguments().forEach(argument -> known.add(argument.name()));
        }
      }
    }
    Set<String> left = new TreeSet<>(request.buildArgs().keySet());
    left.removeIf(
        name ->
            known.contains(name)
                || Proxies.isProxy(name)
                || name.startsWith("BUILDKIT_")
                || name.equals(Planning.SOURCE_DATE_EPOCH));
    return left;
  }
}
