package build.stave.engine;

import build.stave.dockerfile.Heredoc;
import build.stave.dockerfile.Instruction;
import build.stave.graph.Step;
import build.stave.linux.Names;
import build.stave.oci.Platform;
import build.stave.problem.FailedStep;
import build.stave.problem.Problem;
import build.stave.problem.Reason;
import build.stave.run.RunRequest;
import build.stave.run.RunResult;
import build.stave.run.StepOutput;
import build.stave.run.StepRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Carries out RUN. */
final class RunSteps {
  private static final int TAIL_LINES = 20;

  /** Bytes; a file system that has less is full to a program that writes in blocks. */
  private static final long NO_ROOM = 64 * 1024;

  private final Path store;
  private final Memo<Path, StepRunner> runner = new Memo<>();
  private final RunMounts mounts;
  private final Platform platform;
  private final Timestamps times;
  private final Path folder;
  private final AtomicInteger scratches = new AtomicInteger();

  /**
   * RUN steps of one build.
   *
   * @param store folder of the store
   * @param platform of the image
   * @param folder for what steps need while they run
   */
  RunSteps(Path store, RunMounts mounts, Platform platform, Timestamps times, Path folder) {
    this.store = store;
    this.mounts = mounts;
    this.platform = platform;
    this.times = times;
    this.folder = folder;
  }

  void run(Step.Run step, String root, Vertices.Vertex vertex) throws Exception {
    requireOwnPlatform();
    Path scratch = Files.createDirectory(folder.resolve("run-" + scratches.incrementAndGet()));
    var tail = new Tail(vertex);
    RunResult result;
    try (RunMounts.Opened opened = mounts.open(step)) {
      result =
          runner
              .get(store, () -> StepRunner.create(store))
              .run(
                  new RunRequest(
                      root,
                      step.arguments(),
                      env(step),
                      step.workingDir(),
                      step.user(),
                      opened.mounts(),
                      pipes(step.files()),
                      step.network() == Instruction.Network.NONE
                          ? RunRequest.Network.NONE
                          : RunRequest.Network.HOST,
                      scratch,
                      Duration.ZERO,
                      tail));
    }
    if (result.exitCode() != 0) {
      requireRoom();
      throw failed(step, result, tail).exception();
    }
  }

  /** A step that failed on a full disk is not at fault, whatever it says itself. */
  private void requireRoom() throws IOException {
    if (Files.getFileStore(folder).getUsableSpace() < NO_ROOM) {
      throw new IOException(folder + ": No space left on device");
    }
  }

  /** A step of another platform could only run in an emulator, which Stave does not install. */
  private void requireOwnPlatform() {
    Platform own = Platform.local();
    if (!platform.architecture().equals(own.architecture()) || !platform.os().equals(own.os())) {
      throw Problem.user("a RUN for " + platform + " cannot be executed on " + own)
          .fix(
              "build on a machine of that platform, or compile in a stage that starts with FROM"
                  + " --platform=$BUILDPLATFORM")
          .exception();
    }
  }

  /** Reproducible builds need it (reproducible-builds.org/specs/source-date-epoch). */
  private List<String> env(Step.Run step) {
    String name = "SOURCE_DATE_EPOCH=";
    if (step.env().stream().anyMatch(entry -> entry.startsWith(name))) {
      return step.env();
    }
    List<String> env = new ArrayList<>(step.env());
    env.add(name + times.epoch());
    return env;
  }

  private static List<RunRequest.Pipe> pipes(List<Heredoc> files) {
    return files.stream()
        .map(file -> new RunRequest.Pipe(file.name(), Names.encode(file.content())))
        .toList();
  }

  private static Problem failed(Step.Run step, RunResult result, Tail tail) {
    String message =
        "process \""
            + String.join(" ", step.arguments())
            + "\" did not complete successfully: exit code: "
            + result.exitCode();
    if (result.reason().isPresent()) {
      message += ": " + result.reason().get();
    }
    return Problem.user(message)
        .because(result.outOfMemory() ? Reason.OUT_OF_MEMORY : Reason.STEP_FAILED)
        .ended(FailedStep.ended(result.exitCode(), result.reason(), tail.lines()));
  }

  /** Passes output on, and keeps its end for the error. */
  private static final class Tail implements StepOutput {
    private final Vertices.Vertex vertex;
    private final Deque<String> last = new ArrayDeque<>();

    Tail(Vertices.Vertex vertex) {
      this.vertex = vertex;
    }

    @Override
    public void line(Channel channel, String text) {
      vertex.output(channel == Channel.STDERR, text);
      synchronized (last) {
        last.addLast(text);
        if (last.size() > TAIL_LINES) {
          last.removeFirst();
        }
      }
    }

    List<String> lines() {
      synchronized (last) {
        return List.copyOf(last);
      }
    }
  }
}
