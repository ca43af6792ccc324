package build.stave.run;

import build.stave.oci.Digest;
import build.stave.oci.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The seccomp profile as the program that the kernel runs. crun makes it anew for each container,
 * which takes longer than all the rest of its work; here it is made once, by crun, and kept in the
 * store. A crun that does not take a program goes by the profile, which it gets too.
 */
final class SeccompFilter {
  /** Annotation by which crun takes a program, in base64 (crun(1), extensions). */
  static final String ANNOTATION = "run.oci.seccomp_bpf_data";

  /** Size of one instruction ({@code struct sock_filter}). */
  private static final int INSTRUCTION = 8;

  private static final int PATIENCE_SECONDS = 10;
  private static final String CONTAINER = "seccomp";
  private static final String PROGRAM = "/program";

  private SeccompFilter() {}

  /** The program in base64; empty where crun does not show it. */
  static Optional<String> compiled(Path crun, Map<String, Object> profile, Path store)
      throws IOException, InterruptedException {
    Path folder = Files.createDirectories(store.resolve("seccomp"));
    // Another crun or profile makes another program.
    String key =
        crun.toRealPath() + " " + Files.getLastModifiedTime(crun) + " " + Files.size(crun) + " ";
    Digest digest =
        Digest.of((key + Digest.of(Json.bytes(profile))).getBytes(StandardCharsets.UTF_8));
    Path file = folder.resolve(digest.hex() + ".bpf");
    if (!Files.exists(file)) {
      Path work = Files.createTempDirectory(folder, "new");
      try {
        Optional<Path> made = make(crun, profile, work);
        if (made.isEmpty()) {
          return Optional.empty();
        }
        Files.move(made.get(), file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        build.stave.linux.Files.removeTree(work.toString());
      }
    }
    byte[] program = Files.readAllBytes(file);
    return program.length == 0 || program.length % INSTRUCTION != 0
        ? Optional.empty()
        : Optional.of(Base64.getEncoder().encodeToString(program));
  }

  /** Has crun create a container that is never started, and takes the program from its state. */
  private static Optional<Path> make(Path crun, Map<String, Object> profile, Path work)
      throws IOException, InterruptedException {
    Files.createDirectories(work.resolve("root/proc"));
    Files.createDirectory(work.resolve("root/dev"));
    // crun wants to see a program, though it is never run.
    build.stave.linux.Files.create(work.resolve("root" + PROGRAM).toString(), 0755).close();
    Files.write(work.resolve("config.json"), Json.bytes(document(profile)));
    Path state = work.resolve("state");
    boolean created = crun(crun, work, state, "create", "--no-new-keyring", "--bundle=" + work);
    Path program = state.resolve(CONTAINER).resolve("seccomp.bpf");
    Path taken = work.resolve("program");
    if (created && Files.exists(program)) {
      Files.copy(program, taken);
    }
    crun(crun, work, state, "delete", "--force");
    return Files.exists(taken) ? Optional.of(taken) : Optional.empty();
  }

  private static Map<String, Object> document(Map<String, Object> profile) {
    return Map.of(
        "ociVersion",
        "1.0.2",
        "process",
        Map.of(
            "args",
            List.of(PROGRAM),
            "cwd",
            "/",
            "user",
            Map.of("uid", 0, "gid", 0),
            "noNewPrivileges",
            true),
        "root",
        Map.of("path", "root"),
        "mounts",
        List.of(BundleConfig.mount("proc", "proc", "/proc")),
        "linux",
        Map.of(
            "namespaces",
            List.of(Map.of("type", "mount"), Map.of("type", "pid")),
            "seccomp",
            profile));
  }

  private static boolean crun(Path crun, Path work, Path state, String command, String... flags)
      throws IOException, InterruptedException {
    List<String> line =
        new ArrayList<>(
            List.of(crun.toString(), "--root=" + state, "--cgroup-manager=disabled", command));
    line.addAll(List.of(flags));
    line.add(CONTAINER);
    Path log = work.resolve("log");
    Process process =
        new ProcessBuilder(line)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      return false;
    }
    return process.exitValue() == 0;
  }
}
