package build.stave.run;

import build.stave.linux.Files;
import build.stave.linux.Stat;
import build.stave.problem.Problem;
import build.stave.run.RunRequest.Mount;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The mounts of a step in the form of the runtime's configuration, prepared.
 *
 * @param entries {@code mounts} of the configuration
 * @param env variables that mounts bring
 * @param mayHoldPrograms whether the step's command could lie in one of them
 */
record StepMounts(List<Map<String, Object>> entries, List<String> env, boolean mayHoldPrograms) {

  /** Makes what is to be mounted and what it is mounted on. */
  static StepMounts prepare(RunRequest request, StepFiles files, MountPoints points)
      throws IOException {
    List<Map<String, Object>> entries = new ArrayList<>();
    List<String> env = new ArrayList<>();
    List<String> covered = new ArrayList<>();
    boolean programs = !request.pipes().isEmpty();
    for (String system : List.of("/proc", "/dev", "/sys")) {
      covered.add(points.ensure(system, true));
    }
    Map<String, Path> configuration = new LinkedHashMap<>();
    configuration.put("/etc/hosts", files.hosts());
    configuration.put("/etc/resolv.conf", files.nameServers());
    for (var entry : configuration.entrySet()) {
      String place = points.ensure(entry.getKey(), false);
      entries.add(bind(entry.getValue().toString(), place, true));
    }
    for (Mount mount : request.mounts()) {
      switch (mount) {
        case Mount.Bind(String hostPath, String target, boolean readOnly) -> {
          entries.add(bind(hostPath, place(points, covered, target, hostPath), readOnly));
          programs = true;
        }
        case Mount.ThrowAway(String hostPath, String target) -> {
          String place = place(points, covered, target, hostPath);
          entries.add(bind(files.throwAway(hostPath), place, false));
          programs = true;
        }
        case Mount.Tmpfs(String target, long size) ->
            entries.add(tmpfs(size, place(points, covered, target, true)));
        case Mount.Secret secret -> {
          Path file = files.file(secret.content(), secret.mode(), secret.uid(), secret.gid());
          entries.add(bind(file.toString(), place(points, covered, secret.target(), false), true));
        }
        case Mount.SecretVariable(String name, String value) -> env.add(name + "=" + value);
        case Mount.Ssh ssh -> {
          String place = place(points, covered, ssh.target(), false);
          entries.add(bind(files.agent(ssh).toString(), place, false));
          if (env.stream().noneMatch(e -> e.startsWith("SSH_AUTH_SOCK="))) {
            env.add("SSH_AUTH_SOCK=" + ssh.target());
          }
        }
      }
    }
    if (!request.pipes().isEmpty()) {
      entries.add(bind(files.pipes(request.pipes()).toString(), "/dev/pipes", true));
    }
    return new StepMounts(List.copyOf(entries), List.copyOf(env), programs);
  }

  /** Where a mount is mounted; empty for one that is a variable only. */
  static String target(Mount mount) {
    return switch (mount) {
      case Mount.Bind bind -> bind.target();
      case Mount.ThrowAway away -> away.target();
      case Mount.Tmpfs tmpfs -> tmpfs.target();
      case Mount.Secret secret -> secret.target();
      case Mount.Ssh ssh -> ssh.target();
      case Mount.SecretVariable variable -> "";
    };
  }

  private static String place(
      MountPoints points, List<String> covered, String target, String hostPath) throws IOException {
    Stat stat = Files.lstatOrNull(hostPath);
    if (stat == null) {
      throw Problem.user("nothing to mount on " + target + ": the source does not exist")
          .exception();
    }
    return place(points, covered, target, stat.isDirectory());
  }

  private static String place(
      MountPoints points, List<String> covered, String target, boolean directory)
      throws IOException {
    if (!target.startsWith("/") || target.equals("/")) {
      throw Problem.user("cannot mount on \"" + target + "\"")
          .fix("name a target below the root directory")
          .exception();
    }
    // Below another mount the runtime makes the mount point, for there the root is not to be seen.
    if (covered.stream().anyMatch(above -> target.startsWith(above + "/"))) {
      covered.add(target);
      return target;
    }
    String place = points.ensure(target, directory);
    covered.add(place);
    if (!place.equals(target)) {
      covered.add(target);
    }
    return place;
  }

  private static Map<String, Object> bind(String source, String place, boolean readOnly)
      throws IOException {
    // crun 1.8 knows the recursive form for directories only.
    boolean directory = Files.lstat(source).isDirectory();
    String access = readOnly ? (directory ? "rro" : "ro") : "rw";
    return BundleConfig.mount("bind", source, place, directory ? "rbind" : "bind", access);
  }

  private static Map<String, Object> tmpfs(long size, String place) {
    return size > 0
        ? BundleConfig.mount("tmpfs", "tmpfs", place, "nosuid", "size=" + size)
        : BundleConfig.mount("tmpfs", "tmpfs", place, "nosuid");
  }
}
