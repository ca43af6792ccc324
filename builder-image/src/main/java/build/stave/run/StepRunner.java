package build.stave.run;

import build.stave.accounts.Accounts;
import build.stave.accounts.Identity;
import build.stave.linux.Files;
import build.stave.linux.RootPath;
import build.stave.linux.Stat;
import build.stave.oci.Json;
import build.stave.oci.Platform;
import build.stave.problem.Problem;
import build.stave.problem.StaveException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs RUN steps, each in a container of its own. This process must be root of a user namespace
 * with mounts of its own; {@link Preflight} says whether it is.
 */
public final class StepRunner {
  private final Path crun;
  private final Map<String, Object> seccomp;
  private final Optional<String> filter;
  private final long maxFiles;

  private StepRunner(
      Path crun, Map<String, Object> seccomp, Optional<String> filter, long maxFiles) {
    this.crun = crun;
    this.seccomp = seccomp;
    this.filter = filter;
    this.maxFiles = maxFiles;
  }

  /**
   * A runner with the machine's crun; for any number of threads.
   *
   * @param store folder that keeps what is the same for all steps
   * @throws StaveException ENVIRONMENT where there is none
   */
  public static StepRunner create(Path store) throws IOException, InterruptedException {
    Path crun = Crun.require();
    Map<String, Object> seccomp = Seccomp.profile(Platform.local());
    return new StepRunner(
        crun, seccomp, SeccompFilter.compiled(crun, seccomp, store), ProcessLimits.openFiles());
  }

  /**
   * Runs one step to its end. Afterwards nothing of it is left but what it changed in the root.
   *
   * @throws StaveException USER for an unknown user, a missing working directory or a mount that
   *     cannot be made; ENVIRONMENT where a container cannot be started at all
   * @throws InterruptedException when interrupted; the step is dead then
   */
  public RunResult run(RunRequest request) throws IOException, InterruptedException {
    if (request.arguments().isEmpty()) {
      throw Problem.user("RUN has no command").exception();
    }
    Identity identity = Accounts.of(request.root()).user(request.user());
    checkWorkingDir(request);
    try (var files = StepFiles.open(request.scratch());
        var points = new MountPoints(request.root())) {
      StepMounts mounts = StepMounts.prepare(request, files, points);
      List<String> env = new ArrayList<>(request.env());
      env.addAll(mounts.env());
      Optional<RunResult> failure = lookAhead(request, identity, env, mounts);
      if (failure.isPresent()) {
        return failure.get();
      }
      var config =
          new BundleConfig(
              request.root(),
              request.arguments(),
              env,
              request.workingDir(),
              identity,
              mounts.entries(),
              request.network() == RunRequest.Network.NONE,
              maxFiles,
              seccomp,
              filter);
      files.write(files.memory().resolve("config.json"), Json.bytes(config.document()), 0600);
      return new Container(crun, files.memory(), request).run();
    }
  }

  private static void checkWorkingDir(RunRequest request) throws IOException {
    if (isCovered(request, request.workingDir())) {
      return;
    }
    Stat stat = Files.lstatOrNull(RootPath.resolve(request.root(), request.workingDir()));
    if (stat == null || !stat.isDirectory()) {
      throw Problem.user(
              "the working directory %s %s"
                  .formatted(
                      request.workingDir(), stat == null ? "does not exist" : "is not a directory"))
          .exception();
    }
  }

  /** What mounts may provide cannot be looked at beforehand. */
  private static Optional<RunResult> lookAhead(
      RunRequest request, Identity identity, List<String> env, StepMounts mounts)
      throws IOException {
    if (mounts.mayHoldPrograms()) {
      return Optional.empty();
    }
    return StartFailure.look(
        request.root(),
        BundleConfig.environment(env, identity.home()),
        request.workingDir(),
        request.arguments().getFirst());
  }

  private static boolean isCovered(RunRequest request, String path) {
    return request.mounts().stream()
        .map(StepMounts::target)
        .anyMatch(target -> !target.isEmpty() && (path + "/").startsWith(target + "/"));
  }
}
