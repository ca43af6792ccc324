package build.stave.run;

import build.stave.linux.Mounts;
import build.stave.problem.Problem;
import build.stave.problem.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What this process really got, looked at before anything is run: nothing is believed that a pod or
 * a script asked for.
 */
public final class Preflight {
  /** Set by {@code enter} to the reason when it could not make namespaces. */
  private static final String VARIABLE = "STAVE_NAMESPACE_PROBLEM";

  private static final String DOING = "prepare RUN steps";
  private static final long ALL_IDS = 4_294_967_295L;
  private static final long CAP_SYS_ADMIN = 1L << 21;

  private Preflight() {}

  /**
   * What is missing for snapshots and RUN steps; empty where nothing is.
   *
   * @param scratch existing folder of the store; an overlay is tried there
   * @param runs whether there are RUN steps
   */
  public static List<Problem> check(Path scratch, boolean runs) throws IOException {
    String reason = System.getenv(VARIABLE);
    if (reason != null && !reason.isEmpty()) {
      return List.of(environment("no namespaces: " + reason.lines().findFirst().orElse("")));
    }
    List<Problem> problems =
        new ArrayList<>(
            identity(
                Files.readAllLines(Path.of("/proc/self/uid_map")),
                Files.readAllLines(Path.of("/proc/self/status"))));
    if (problems.isEmpty()) {
      problems.addAll(overlay(scratch));
    }
    if (runs && Crun.find().isEmpty()) {
      problems.add(Crun.missing());
    }
    return List.copyOf(problems);
  }

  /**
   * What is missing for mode Nested: beside what steps need, that the user namespace of this
   * process lies in one of the pod's own.
   *
   * @param scratch existing folder of the store
   */
  public static Optional<Problem> nested(Path scratch) throws IOException {
    List<Problem> problems = check(scratch, true);
    return problems.isEmpty()
        ? nested(Files.readAllLines(Path.of("/proc/self/uid_map")))
        : Optional.of(problems.getFirst());
  }

  /** A map of all ids there are leads to the node's own namespace. */
  static Optional<Problem> nested(List<String> uidMap) {
    long ids = 0;
    for (String line : uidMap) {
      ids += Long.parseLong(line.strip().split(" +", -1)[2]);
    }
    return ids < ALL_IDS
        ? Optional.empty()
        : Optional.of(environment("the pod is not in a user namespace of its own"));
  }

  /** Judges what /proc/self says. */
  static List<Problem> identity(List<String> uidMap, List<String> status) {
    if (uidMap.size() == 1 && uidMap.getFirst().strip().matches("0 +0 +4294967295")) {
      return List.of(
          environment("not in a user namespace").fix("start it with the stave script or enter"));
    }
    long effective = 0;
    boolean root = false;
    for (String line : status) {
      if (line.startsWith("CapEff:")) {
        effective = Long.parseUnsignedLong(line.substring("CapEff:".length()).strip(), 16);
      } else if (line.startsWith("Uid:")) {
        root = line.substring("Uid:".length()).strip().split("\\s+", -1)[1].equals("0");
      }
    }
    if (!root || (effective & CAP_SYS_ADMIN) == 0) {
      return List.of(
          environment("not root of its user namespace (no CAP_SYS_ADMIN in it)")
              .fix("start it with the stave script or enter"));
    }
    return List.of();
  }

  private static List<Problem> overlay(Path scratch) throws IOException {
    Path folder = Files.createTempDirectory(scratch, "preflight");
    try {
      for (String name : List.of("lower", "upper", "work", "merged")) {
        Files.createDirectory(folder.resolve(name));
      }
      String merged = folder.resolve("merged").toString();
      Mounts.overlay(
          List.of(folder.resolve("lower").toString()),
          folder.resolve("upper").toString(),
          folder.resolve("work").toString(),
          merged);
      Mounts.unmount(merged);
      return List.of();
    } catch (IOException e) {
      return List.of(
          environment("an overlay cannot be mounted in " + scratch + ": " + e.getMessage())
              .fix("keep the store on ext4, xfs or tmpfs (in a pod: an emptyDir or a volume)"));
    } finally {
      build.stave.linux.Files.removeTree(folder.toString());
    }
  }

  private static Problem environment(String message) {
    return Problem.environment(DOING, message).because(Reason.ISOLATION_UNAVAILABLE);
  }
}
