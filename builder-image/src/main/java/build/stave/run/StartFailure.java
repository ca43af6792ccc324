package build.stave.run;

import build.stave.linux.Files;
import build.stave.linux.LinuxException;
import build.stave.linux.RootPath;
import build.stave.linux.Stat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why a command cannot be started, in the words people know from docker: found by a look at the
 * root, since a runtime's own message depends on its version and says too little.
 */
final class StartFailure {
  static final int NOT_FOUND = 127;
  static final int NOT_EXECUTABLE = 126;

  private static final int HEAD = 4096;
  private static final int ELF_MACHINE = 18;

  private StartFailure() {}

  /** Looks for the reason; empty where the command seems to be startable. */
  static Optional<RunResult> look(String root, List<String> env, String workingDir, String command)
      throws IOException {
    if (command.isEmpty()) {
      return Optional.of(failed(NOT_FOUND, command, "no command"));
    }
    if (command.contains("/")) {
      return examine(root, workingDir, command, command, false);
    }
    Optional<RunResult> found = Optional.empty();
    for (String folder : searchPath(env)) {
      Optional<RunResult> result = examine(root, workingDir, folder + "/" + command, command, true);
      if (result.isEmpty()) {
        return result;
      }
      if (result.get().exitCode() != NOT_FOUND) {
        found = result;
      } else if (found.isEmpty() && !result.get().reason().orElse("").isEmpty()) {
        found = result;
      }
    }
    return found.isPresent() && !found.get().reason().orElse("").isEmpty()
        ? found
        : Optional.of(failed(NOT_FOUND, command, "executable file not found in $PATH"));
  }

  /** Where a command was found startable, without any check of rights. */
  private static Optional<RunResult> examine(
      String root, String workingDir, String path, String command, boolean search)
      throws IOException {
    String absolute = path.startsWith("/") ? path : workingDir + "/" + path;
    String resolved;
    try {
      resolved = RootPath.resolve(root, absolute);
    } catch (LinuxException e) {
      return Optional.of(failed(NOT_FOUND, command, "too many levels of symbolic links"));
    }
    Stat stat = Files.lstatOrNull(resolved);
    if (stat == null || (search && !stat.isFile())) {
      return Optional.of(
          search
              ? RunResult.of(NOT_FOUND, "")
              : failed(NOT_FOUND, command, "no such file or directory"));
    }
    if (stat.isDirectory()) {
      return Optional.of(failed(NOT_EXECUTABLE, command, "is a directory"));
    }
    if ((stat.permissions() & 0111) == 0) {
      return Optional.of(failed(NOT_EXECUTABLE, command, "permission denied (not executable)"));
    }
    byte[] head;
    try (InputStream in = Files.read(resolved)) {
      head = in.readNBytes(HEAD);
    }
    return content(root, command, head);
  }

  private static Optional<RunResult> content(String root, String command, byte[] head)
      throws IOException {
    String text = new String(head, StandardCharsets.ISO_8859_1);
    if (text.startsWith("\u007fELF") && head.length > ELF_MACHINE + 1) {
      int machine = (head[ELF_MACHINE] & 0xFF) | (head[ELF_MACHINE + 1] & 0xFF) << 8;
      String other = otherMachine(machine);
      if (other != null) {
        return Optional.of(
            failed(
                NOT_EXECUTABLE,
                command,
                "exec format error: the file is for " + other + ", this machine is not"));
      }
      return missing(root, command, ElfInterpreter.of(head), "dynamic loader");
    }
    if (text.startsWith("#!")) {
      int end = text.indexOf('\n');
      String line = text.substring(2, end < 0 ? text.length() : end).strip();
      String interpreter = line.split("[ \t]", 2)[0];
      String hint = text.substring(0, Math.max(end, 0)).endsWith("\r") ? "carriage return" : "";
      if (!hint.isEmpty()) {
        return Optional.of(
            failed(
                NOT_FOUND,
                command,
                "interpreter \"" + line + "\\r\" not found: the script has Windows line ends"));
      }
      return missing(root, command, interpreter, "interpreter");
    }
    return Optional.empty();
  }

  private static Optional<RunResult> missing(
      String root, String command, @Nullable String file, String what) throws IOException {
    if (file == null || file.isEmpty() || Files.lstatOrNull(RootPath.resolve(root, file)) != null) {
      return Optional.empty();
    }
    return Optional.of(
        failed(NOT_FOUND, command, "its " + what + " \"" + file + "\" does not exist"));
  }

  /** The name of a processor that is not ours, else null (ELF e_machine). */
  private static @Nullable String otherMachine(int machine) {
    String own = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    boolean arm = own.equals("aarch64");
    return switch (machine) {
      case 3, 62 -> arm ? "amd64" : null;
      case 40 -> arm ? null : "arm";
      case 183 -> arm ? null : "arm64";
      case 21 -> "ppc64le";
      case 22 -> "s390x";
      case 243 -> "riscv64";
      default -> null;
    };
  }

  static List<String> searchPath(List<String> env) {
    String path = "";
    for (String entry : env) {
      if (entry.startsWith("PATH=")) {
        path = entry.substring(5);
      }
    }
    return List.of(path.split(":", -1)).stream().map(f -> f.isEmpty() ? "." : f).toList();
  }

  static RunResult failed(int code, String command, String why) {
    return RunResult.of(code, "exec: \"" + command + "\": " + why);
  }
}
