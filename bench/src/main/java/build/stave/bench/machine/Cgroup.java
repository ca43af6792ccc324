package build.stave.bench.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A control group of a pod's size: processes in it share its CPUs and its memory, and it counts
 * what they use. Works with cgroup v2 and with the controllers of v1, whichever the machine has
 * them in.
 */
public final class Cgroup implements AutoCloseable {
  private static final Path MOUNT = Path.of("/sys/fs/cgroup");
  private static final long PERIOD = 100_000;

  private final String path;
  private final boolean unified;

  private Cgroup(String path, boolean unified) {
    this.path = path;
    this.unified = unified;
  }

  /** Makes the group {@code /stave-bench/name} with {@code memory} bytes and {@code cpus} CPUs. */
  public static Cgroup create(String name, long memory, int cpus) throws IOException {
    boolean unified = Files.exists(MOUNT.resolve("cgroup.controllers"));
    var group = new Cgroup("/stave-bench/" + name, unified);
    for (Path folder : group.folders()) {
      Files.createDirectories(folder);
    }
    if (unified) {
      write(MOUNT.resolve("cgroup.subtree_control"), "+cpu +memory");
      write(MOUNT.resolve("stave-bench/cgroup.subtree_control"), "+cpu +memory");
      write(group.folder("cpu").resolve("cpu.max"), cpus * PERIOD + " " + PERIOD);
      write(group.folder("memory").resolve("memory.max"), Long.toString(memory));
    } else {
      write(group.folder("cpu").resolve("cpu.cfs_period_us"), Long.toString(PERIOD));
      write(group.folder("cpu").resolve("cpu.cfs_quota_us"), Long.toString(cpus * PERIOD));
      write(group.folder("memory").resolve("memory.limit_in_bytes"), Long.toString(memory));
    }
    return group;
  }

  /** Its path below the mount of every controller. */
  public String path() {
    return path;
  }

  /** The files into which a process writes its id to join. */
  List<Path> doors() {
    return folders().stream().map(folder -> folder.resolve("cgroup.procs")).toList();
  }

  /** CPU time of its processes and of those of its children, in seconds. */
  double cpuSeconds() throws IOException {
    return unified
        ? field(folder("cpu").resolve("cpu.stat"), "usage_usec") / 1e6
        : number(folder("cpuacct").resolve("cpuacct.usage")) / 1e9;
  }

  /** Memory that belongs to no file, in bytes: what the processes themselves need now. */
  long anonymousBytes() throws IOException {
    return field(folder("memory").resolve("memory.stat"), unified ? "anon" : "total_rss");
  }

  /** The most memory it had, page cache and all, in bytes. */
  long peakBytes() throws IOException {
    return number(folder("memory").resolve(unified ? "memory.peak" : "memory.max_usage_in_bytes"));
  }

  /** Forgets the peak, where the kernel can. */
  void forgetPeak() throws IOException {
    if (!unified) {
      write(folder("memory").resolve("memory.max_usage_in_bytes"), "0");
    }
  }

  /** Ids of all processes in it and below it. */
  List<Long> processes() throws IOException {
    var found = new ArrayList<Long>();
    for (Path group : withChildren(folder("memory"))) {
      for (String line : Files.readAllLines(group.resolve("cgroup.procs"))) {
        found.add(Long.parseLong(line));
      }
    }
    return found;
  }

  /** Ends what still runs in it, and removes it. */
  @Override
  public void close() throws IOException {
    for (int attempt = 0; attempt < 100 && !processes().isEmpty(); attempt++) {
      for (long process : processes()) {
        ProcessHandle.of(process).ifPresent(ProcessHandle::destroyForcibly);
      }
      pause();
    }
    for (Path folder : folders()) {
      for (Path group : withChildren(folder).reversed()) {
        Files.deleteIfExists(group);
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<Path> folders() {
    return Stream.of("cpu", "cpuacct", "memory")
        .map(this::folder)
        .map(Cgroup::real)
        .distinct()
        .toList();
  }

  private Path folder(String controller) {
    Path root = unified ? MOUNT : MOUNT.resolve(controller);
    return root.resolve(path.substring(1));
  }

  /** Controllers that are mounted together have one folder by several names. */
  private static Path real(Path folder) {
    try {
      Files.createDirectories(folder);
      return folder.toRealPath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> withChildren(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isDirectory).toList();
    }
  }

  private static long number(Path file) throws IOException {
    return Long.parseLong(Files.readString(file).strip());
  }

  private static long field(Path file, String name) throws IOException {
    for (String line : Files.readAllLines(file)) {
      if (line.startsWith(name + " ")) {
        return Long.parseLong(line.substring(name.length() + 1).strip());
      }
    }
    throw new IOException(file + " has no " + name);
  }

  private static void write(Path file, String text) throws IOException {
    Files.writeString(file, text);
  }
}
