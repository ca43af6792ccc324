package build.stave.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import build.stave.Fingerprint;
import build.stave.oci.Platform;
import build.stave.problem.Category;
import build.stave.problem.StaveException;
import build.stave.run.RunRequest.Mount;
import build.stave.run.RunRequest.Network;
import build.stave.run.RunRequest.Pipe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a step sees and what is left of it; inside a user namespace of the builder's. */
@Tag("real")
@Timeout(60)
class StepRunnerRealTest {
  @TempDir Path folder;
  private TestRoot root;

  @BeforeEach
  void mountRoot() throws IOException {
    root = new TestRoot(folder);
  }

  @AfterEach
  void nothingIsLeft() throws IOException {
    try (var left = Files.list(root.scratch)) {
      assertThat(left).as("scratch folder").isEmpty();
    }
    assertThat(Files.readString(Path.of("/proc/self/mounts")))
        .as("mounts")
        .doesNotContain(root.scratch.toString());
    assertThat(ProcessHandle.current().descendants()).as("processes").isEmpty();
    root.close();
  }

  @Test
  void givesOutputAndExitCode() throws Exception {
    RunResult result = root.sh("echo out; echo err >&2; printf 'no end'; exit 7");
    assertThat(result).isEqualTo(RunResult.of(7));
    assertThat(root.stdout).containsExactly("out", "no end");
    assertThat(root.stderr).containsExactly("err");
  }

  @Test
  void leavesNoTraceOfItsMountPoints() throws Exception {
    FileTime before = Files.getLastModifiedTime(Path.of(root.merged, "etc"));
    root.mounts =
        List.of(
            new Mount.Secret(new byte[] {'s'}, "/run/secrets/token", 0400, 0, 0),
            new Mount.Bind(folder.resolve("scratch").toString(), "/var/cache/deep/dir", false));
    assertThat(root.sh("cat /run/secrets/token; ls -d /var/cache/deep/dir").exitCode()).isZero();
    assertThat(root.stdout).containsExactly("s/var/cache/deep/dir");
    assertThat(Files.getLastModifiedTime(Path.of(root.merged, "etc"))).isEqualTo(before);
    assertThat(Files.getLastModifiedTime(Path.of(root.merged)).toInstant().getEpochSecond())
        .isEqualTo(1_000_000_000);
    // A copied-up directory that equals its lower one is dropped by the layer writer.
    assertThat(root.changes()).isSubsetOf("etc");
  }

  @Test
  void keepsWhatTheStepPutsBelowAMountPointsParent() throws Exception {
    root.mounts = List.of(new Mount.Secret(new byte[] {'s'}, "/run/secrets/token", 0400, 0, 0));
    root.sh("echo x > /run/own");
    assertThat(root.changes()).contains("run/own").doesNotContain("run/secrets");
  }

  @Test
  void aDanglingResolvConfIsNeitherChangedNorCopied() throws Exception {
    root.close();
    Files.createSymbolicLink(
        root.lower.resolve("etc/resolv.conf"), Path.of("../run/systemd/resolve/stub.conf"));
    Path again = Files.createDirectory(folder.resolve("again"));
    root = new TestRoot(again);
    Files.createSymbolicLink(
        Path.of(root.merged, "etc/resolv.conf"), Path.of("../run/systemd/resolve/stub.conf"));
    List<String> before = root.changes();
    assertThat(root.sh("cat /etc/resolv.conf").exitCode()).isZero();
    assertThat(root.changes()).isEqualTo(before);
    assertThat(Files.exists(Path.of(root.merged, "run"))).isFalse();
  }

  @Test
  void hostsIsBoundAndReadOnly() throws Exception {
    root.sh("cat /etc/hosts; echo x >> /etc/hosts || echo read-only; hostname");
    assertThat(root.stdout)
        .contains("127.0.0.1\tlocalhost buildkitsandbox", "read-only", "buildkitsandbox");
  }

  @Test
  void runsAsTheUserOfTheImage() throws Exception {
    root.user = "app";
    root.sh("id -u; id -g; id -G; echo $HOME; grep -E 'Cap(Eff|Prm|Bnd|Amb)' /proc/self/status");
    assertThat(root.stdout)
        .containsExactly(
            "1000",
            "1000",
            "1000 10",
            "/home/app",
            "CapPrm:\t0000000000000000",
            "CapEff:\t0000000000000000",
            "CapBnd:\t00000000a80425fb",
            "CapAmb:\t0000000000000000");
  }

  @Test
  void rootHasDockersCapabilitiesAndAFilter() throws Exception {
    root.sh("grep -E '^(Cap(Eff|Prm|Bnd|Inh)|Seccomp):' /proc/self/status; ulimit -n");
    assertThat(root.stdout)
        .containsExactly(
            "CapInh:\t0000000000000000",
            "CapPrm:\t00000000a80425fb",
            "CapEff:\t00000000a80425fb",
            "CapBnd:\t00000000a80425fb",
            "Seccomp:\t2",
            "1024");
  }

  @Test
  void setsTheEnvironmentAndNothingElse() throws Exception {
    root.env = List.of("A=1", "B=x y", "A=2");
    root.mounts = List.of(new Mount.SecretVariable("TOKEN", "hush"));
    root.run("/bin/env");
    assertThat(root.stdout)
        .containsExactlyInAnyOrder(
            "A=2",
            "B=x y",
            "TOKEN=hush",
            "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "HOME=/root");
  }

  @Test
  void nothingOfTheBuilderLeaks() throws Exception {
    Path canary = Files.writeString(folder.resolve("canary"), "canary");
    try (var open = Files.newInputStream(canary)) {
      assertThat(open.read()).isPositive();
      root.sh(
          "ls /proc/self/fd | wc -l; ls -d /proc/[0-9]* | wc -l; cat /proc/[0-9]*/environ | tr"
              + " '\\0' '\\n'; mount; ls "
              + canary);
    }
    assertThat(root.stdout.get(0)).isEqualTo("4");
    assertThat(Integer.parseInt(root.stdout.get(1))).isLessThan(6);
    assertThat(root.stdout)
        .doesNotContainAnyElementsOf(
            System.getenv().entrySet().stream()
                .filter(e -> !List.of("PATH", "HOME", "PWD", "SHLVL").contains(e.getKey()))
                .map(e -> e.getKey() + "=" + e.getValue())
                .toList());
    assertThat(root.stderr).anyMatch(line -> line.contains("No such file"));
    assertThat(String.join("\n", root.stdout)).doesNotContain("canary");
  }

  @Test
  void leftoversDieWithTheFirstProcess() throws Exception {
    long start = System.nanoTime();
    assertThat(root.sh("(sleep 100 &) ; exit 3").exitCode()).isEqualTo(3);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
  }

  @Test
  void signalsGiveTheShellsExitCode() throws Exception {
    assertThat(root.sh("sh -c 'kill -9 $$'; exit $?").exitCode()).isEqualTo(137);
    assertThat(root.sh("trap 'exit 5' INT; kill -INT $$; sleep 1").exitCode()).isEqualTo(5);
  }

  @Test
  void timeIsBounded() throws Exception {
    root.timeout = Duration.ofMillis(500);
    RunResult result = root.sh("echo started; sleep 100");
    assertThat(result).isEqualTo(RunResult.of(137, "killed: it took longer than 0.5s"));
    assertThat(root.stdout).containsExactly("started");
  }

  @Test
  void anInterruptKillsTheStep() throws Exception {
    var failure = new AtomicReference<Throwable>();
    Thread thread =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    root.sh("echo started; sleep 100");
                  } catch (IOException | InterruptedException e) {
                    failure.set(e);
                  }
                });
    for (int i = 0; i < 2000 && root.stdout.isEmpty() && thread.isAlive(); i++) {
      Thread.sleep(5);
    }
    assertThat(root.stdout).containsExactly("started");
    thread.interrupt();
    thread.join(Duration.ofSeconds(20));
    assertThat(failure.get()).isInstanceOf(InterruptedException.class);
  }

  @Test
  void throwsWritesAwayAndKeepsCaches() throws Exception {
    Path source = Files.createDirectory(folder.resolve("source"));
    Files.writeString(source.resolve("f"), "old");
    Path file = Files.writeString(folder.resolve("single"), "one");
    Path cache = Files.createDirectory(folder.resolve("cache"));
    root.mounts =
        List.of(
            new Mount.ThrowAway(source.toString(), "/src"),
            new Mount.ThrowAway(file.toString(), "/single"),
            new Mount.Bind(cache.toString(), "/cache", false),
            new Mount.Bind(source.toString(), "/ro", true),
            new Mount.Tmpfs("/mem", 1 << 20));
    RunResult result =
        root.sh(
            "echo new > /src/f; cat /src/f; echo two > /single; echo kept > /cache/x; echo m >"
                + " /mem/m; echo no > /ro/f || echo refused");
    assertThat(result.exitCode()).isZero();
    assertThat(root.stdout).containsExactly("new", "refused");
    assertThat(source.resolve("f")).hasContent("old");
    assertThat(file).hasContent("one");
    assertThat(cache.resolve("x")).hasContent("kept\n");
    assertThat(root.changes()).isSubsetOf("etc");
  }

  @Test
  void secretsHaveTheOwnerAndModeAskedFor() throws Exception {
    root.user = "app";
    byte[] content = "top\nsecret".getBytes(StandardCharsets.UTF_8);
    root.mounts = List.of(new Mount.Secret(content, "/run/secrets/s", 0400, 1000, 1000));
    root.sh("cat /run/secrets/s; stat -c %u:%g:%a /run/secrets/s; echo x > /run/secrets/s");
    assertThat(root.stdout).containsExactly("top", "secret1000:1000:400");
    assertThat(root.stderr).isNotEmpty();
  }

  @Test
  void heredocsAreExecutableFiles() throws Exception {
    byte[] script = "#!/bin/sh\necho from $0\n".getBytes(StandardCharsets.UTF_8);
    root.pipes = List.of(new Pipe("EOF", script));
    assertThat(root.run("/dev/pipes/EOF").exitCode()).isZero();
    assertThat(root.stdout).containsExactly("from /dev/pipes/EOF");
  }

  @Test
  void withoutNetworkThereIsLoopbackOnly() throws Exception {
    root.network = Network.NONE;
    root.sh("ip -o link | wc -l; ip -o addr show lo | grep -c 127.0.0.1");
    assertThat(root.stdout).containsExactly("1", "1");
  }

  @Test
  void startFailuresAreNamed() throws Exception {
    Path tmp = root.upper.resolve("tmp");
    Files.createDirectories(tmp);
    Files.writeString(Path.of(root.merged, "tmp/plain"), "x");
    Path script = Files.writeString(Path.of(root.merged, "tmp/script"), "#!/bin/bash -e\n");
    Files.setPosixFilePermissions(
        script, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThat(root.run("foo"))
        .isEqualTo(RunResult.of(127, "exec: \"foo\": executable file not found in $PATH"));
    assertThat(root.run("/bin/bash", "-c", "x"))
        .isEqualTo(RunResult.of(127, "exec: \"/bin/bash\": no such file or directory"));
    assertThat(root.run("/tmp/plain"))
        .isEqualTo(RunResult.of(126, "exec: \"/tmp/plain\": permission denied (not executable)"));
    assertThat(root.run("/tmp")).isEqualTo(RunResult.of(126, "exec: \"/tmp\": is a directory"));
    assertThat(root.run("/tmp/script"))
        .isEqualTo(
            RunResult.of(
                127, "exec: \"/tmp/script\": its interpreter \"/bin/bash\" does not exist"));
    assertThat(root.stderr).isEmpty();
    root.mounts = List.of(new Mount.Tmpfs("/mem", 0));
    root.workingDir = "/nowhere";
    assertThatThrownBy(() -> root.sh("true"))
        .isInstanceOfSatisfying(
            StaveException.class, e -> assertThat(e.problem().category()).isEqualTo(Category.USER))
        .hasMessageContaining("/nowhere does not exist");
  }

  @Test
  void namespacesCannotBeMade() throws Exception {
    assertThat(root.run("/bin/busybox", "unshare", "-U", "true").exitCode()).isNotZero();
    assertThat(root.sh("mount -t tmpfs none /tmp").exitCode()).isNotZero();
  }

  /** A crun that shows its program is one that takes it: this one is of that kind. */
  @Test
  void theFilterIsMadeOnce() throws Exception {
    Map<String, Object> profile = Seccomp.profile(Platform.local());
    Optional<String> filter = SeccompFilter.compiled(Crun.require(), profile, root.store);
    assertThat(filter).isPresent();
    assertThat(Base64.getDecoder().decode(filter.get()).length)
        .isGreaterThan(1000)
        .matches(length -> length % 8 == 0);
    Path file;
    try (var files = Files.list(root.store.resolve("seccomp"))) {
      file = files.findFirst().orElseThrow();
    }
    FileTime made = Files.getLastModifiedTime(file);
    root.sh("grep ^Seccomp: /proc/self/status");
    assertThat(root.stdout).containsExactly("Seccomp:\t2");
    assertThat(SeccompFilter.compiled(Crun.require(), profile, root.store)).isEqualTo(filter);
    assertThat(Files.getLastModifiedTime(file)).isEqualTo(made);
    Files.write(file, new byte[7]);
    assertThat(SeccompFilter.compiled(Crun.require(), profile, root.store)).isEmpty();
  }

  /** What makes steps cheap: the program is there, and none of them touches it. */
  @Test
  void manyStepsShareOneFilter() throws Exception {
    root.sh("true");
    String filters = root.store.resolve("seccomp").toString();
    SortedMap<String, String> made = Fingerprint.of(filters);
    for (int i = 0; i < 30; i++) {
      assertThat(root.sh("true").exitCode()).isZero();
    }
    assertThat(Fingerprint.of(filters)).isEqualTo(made);
  }
}
