package build.stave.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the kernel says about this process and machine, in text files. */
final class ProcessLimits {
  /** As much as container engines give; beyond it, programs that count descriptors suffer. */
  private static final long ENOUGH_FILES = 524_288;

  private ProcessLimits() {}

  /** The hard limit of open files a step can have. */
  static long openFiles() throws IOException {
    return openFiles(Files.readAllLines(Path.of("/proc/self/limits")));
  }

  static long openFiles(List<String> lines) {
    for (String line : lines) {
      if (line.startsWith("Max open files")) {
        String hard = line.substring("Max open files".length()).strip().split(" +", -1)[1];
        return hard.equals("unlimited")
            ? ENOUGH_FILES
            : Math.min(ENOUGH_FILES, Long.parseLong(hard));
      }
    }
    return ENOUGH_FILES;
  }
}
