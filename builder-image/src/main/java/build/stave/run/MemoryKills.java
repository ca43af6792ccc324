package build.stave.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How many processes the kernel has killed for want of memory.
 *
 * @param own in this container, where its control group can be read
 * @param machine on the whole machine
 */
record MemoryKills(long own, long machine) {
  private static final int KILLED = 137;

  /** Where a container sees its own group: version 2, then version 1. */
  private static final List<Path> GROUP =
      List.of(
          Path.of("/sys/fs/cgroup/memory.events"),
          Path.of("/sys/fs/cgroup/memory/memory.oom_control"));

  static MemoryKills now() throws IOException {
    long own = 0;
    for (Path file : GROUP) {
      if (Files.isReadable(file)) {
        own = Math.max(own, count(Files.readAllLines(file)));
      }
    }
    return new MemoryKills(own, count(Files.readAllLines(Path.of("/proc/vmstat"))));
  }

  static long count(List<String> lines) {
    for (String line : lines) {
      if (line.startsWith("oom_kill ")) {
        return Long.parseLong(line.substring("oom_kill ".length()).strip());
      }
    }
    return 0;
  }

  /**
   * Whether a step that ended with this code was hit since then. A compiler whose child is killed
   * ends with a code of its own; kills elsewhere on the machine say nothing of that.
   */
  boolean explain(int exitCode, MemoryKills before) {
    return (exitCode != 0 && own > before.own) || (exitCode == KILLED && machine > before.machine);
  }
}
