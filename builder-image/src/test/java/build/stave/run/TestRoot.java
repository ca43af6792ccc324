package build.stave.run;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import build.stave.linux.Mounts;
import build.stave.run.RunRequest.Mount;
import build.stave.run.RunRequest.Network;
import build.stave.run.RunRequest.Pipe;
import build.stave.run.StepOutput.Channel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** An overlay over a tiny root made of a static busybox. */
final class TestRoot implements AutoCloseable {
  final Path lower;
  final Path upper;
  final String merged;
  final Path scratch;
  final Path store;
  final List<String> stdout = Collections.synchronizedList(new ArrayList<>());
  final List<String> stderr = Collections.synchronizedList(new ArrayList<>());

  List<String> env = List.of("PATH=/bin");
  String workingDir = "/";
  String user = "";
  List<Mount> mounts = List.of();
  List<Pipe> pipes = List.of();
  Network network = Network.HOST;
  Duration timeout = Duration.ZERO;

  TestRoot(Path folder) throws IOException {
    Path busybox = Path.of("/bin/busybox");
    assumeTrue(Files.isExecutable(busybox), "needs /bin/busybox (busybox-static)");
    assumeTrue(Crun.find().isPresent(), "needs crun");
    lower = Files.createDirectory(folder.resolve("lower"));
    upper = Files.createDirectory(folder.resolve("upper"));
    scratch = Files.createDirectory(folder.resolve("scratch"));
    store = folder;
    for (String name : List.of("bin", "etc", "tmp", "home/app")) {
      Files.createDirectories(lower.resolve(name));
    }
    Files.copy(busybox, lower.resolve("bin/busybox"));
    for (String name :
        "sh cat ls id env mount ps sleep grep touch stat rm mkdir find nc ip ulimit hostname tr wc kill"
            .split(" ", -1)) {
      Files.createSymbolicLink(lower.resolve("bin/" + name), Path.of("busybox"));
    }
    Files.writeString(
        lower.resolve("etc/passwd"),
        "root:x:0:0::/root:/bin/sh\napp:x:1000:1000::/home/app:/bin/sh\n");
    Files.writeString(lower.resolve("etc/group"), "root:x:0:\napp:x:1000:\nwheel:x:10:app\n");
    Path work = Files.createDirectory(folder.resolve("work"));
    merged = Files.createDirectory(folder.resolve("merged")).toString();
    // The merged root has the attributes of the upper directory.
    build.stave.linux.Files.setTimes(upper.toString(), 1_000_000_000, 5);
    Mounts.overlay(List.of(lower.toString()), upper.toString(), work.toString(), merged);
  }

  RunResult sh(String script) throws IOException, InterruptedException {
    return run("/bin/sh", "-c", script);
  }

  RunResult run(String... arguments) throws IOException, InterruptedException {
    return StepRunner.create(store).run(request(arguments));
  }

  RunRequest request(String... arguments) {
    return new RunRequest(
        merged,
        List.of(arguments),
        env,
        workingDir,
        user,
        mounts,
        pipes,
        network,
        scratch,
        timeout,
        (channel, line) -> (channel == Channel.STDOUT ? stdout : stderr).add(line));
  }

  /** What the layer would hold. */
  List<String> changes() throws IOException {
    try (var paths = Files.walk(upper)) {
      return paths
          .filter(p -> !p.equals(upper))
          .map(p -> upper.relativize(p).toString())
          .sorted()
          .toList();
    }
  }

  @Override
  public void close() throws IOException {
    Mounts.unmount(merged);
  }
}
