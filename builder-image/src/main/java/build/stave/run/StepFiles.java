package build.stave.run;

import build.stave.linux.Files;
import build.stave.linux.Mounts;
import build.stave.linux.Stat;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The files of one step: configuration, secrets, sockets' stand-ins. They live in memory, since
 * secrets must never reach a disk, and are gone at close, with all mounts.
 */
final class StepFiles implements AutoCloseable {
  private static final String HOSTS =
      """
      127.0.0.1\tlocalhost %s
      ::1\tlocalhost ip6-localhost ip6-loopback
      """
          .formatted(BundleConfig.HOST_NAME);

  private final Path folder;
  private final List<AutoCloseable> resources = new ArrayList<>();
  private int count;

  private StepFiles(Path folder) {
    this.folder = folder;
  }

  /** Makes a folder in the scratch folder, and mounts memory on one in it. */
  static StepFiles open(Path scratch) throws IOException {
    Path folder = java.nio.file.Files.createTempDirectory(scratch, "step");
    try {
      Path memory = java.nio.file.Files.createDirectory(folder.resolve("memory"));
      Mounts.tmpfs(memory.toString(), "mode=700");
      return new StepFiles(folder);
    } catch (IOException e) {
      Files.removeTree(folder.toString());
      throw e;
    }
  }

  /** The folder in memory; it is the bundle. */
  Path memory() {
    return folder.resolve("memory");
  }

  /** Writes a file in memory, under a name of its own. */
  Path file(byte[] content, int mode, int uid, int gid) throws IOException {
    Path path = memory().resolve("file" + count++);
    write(path, content, 0600);
    Files.lchown(path.toString(), uid, gid);
    Files.chmod(path.toString(), mode);
    return path;
  }

  Path hosts() throws IOException {
    return file(HOSTS.getBytes(StandardCharsets.UTF_8), 0644, 0, 0);
  }

  /** The builder's name servers: a step shares its network. */
  Path nameServers() throws IOException {
    Path own = Path.of("/etc/resolv.conf");
    byte[] content =
        java.nio.file.Files.isRegularFile(own)
            ? java.nio.file.Files.readAllBytes(own)
            : new byte[0];
    return file(content, 0644, 0, 0);
  }

  /** A folder with the here-documents of a step. */
  Path pipes(List<RunRequest.Pipe> pipes) throws IOException {
    Path path = memory().resolve("pipes");
    Files.mkdir(path.toString(), 0755);
    for (RunRequest.Pipe pipe : pipes) {
      write(path.resolve(pipe.name()), pipe.content(), 0755);
    }
    return path;
  }

  /** A view of a file or directory whose changes stay in the scratch folder. */
  String throwAway(String source) throws IOException {
    Stat stat = Files.lstat(source);
    String base = folder.resolve("away" + count++).toString();
    Files.mkdir(base, 0700);
    if (!stat.isDirectory()) {
      String copy = base + "/file";
      Files.copyContent(source, copy, stat.permissions());
      Files.lchown(copy, stat.uid(), stat.gid());
      Files.chmod(copy, stat.permissions());
      Files.setTimes(copy, stat.mtime(), stat.mtimeNanos());
      return copy;
    }
    String merged = base + "/merged";
    for (String name : List.of("/upper", "/work", "/merged")) {
      Files.mkdir(base + name, 0700);
    }
    // The merged root shows the upper directory's own attributes.
    Files.lchown(base + "/upper", stat.uid(), stat.gid());
    Files.chmod(base + "/upper", stat.permissions());
    Files.setTimes(base + "/upper", stat.mtime(), stat.mtimeNanos());
    Mounts.overlay(List.of(source), base + "/upper", base + "/work", merged);
    resources.add(() -> Mounts.unmount(merged));
    return merged;
  }

  /** A socket in the step's hands that leads to an agent. */
  Path agent(RunRequest.Mount.Ssh ssh) throws IOException {
    AgentSocket socket = AgentSocket.open(ssh.agent());
    resources.add(socket);
    Files.lchown(socket.path().toString(), ssh.uid(), ssh.gid());
    Files.chmod(socket.path().toString(), ssh.mode());
    return socket.path();
  }

  void write(Path path, byte[] content, int mode) throws IOException {
    try (OutputStream out = Files.create(path.toString(), mode)) {
      out.write(content);
    }
  }

  @Override
  public void close() throws IOException {
    IOException failure = null;
    Collections.reverse(resources);
    resources.add(() -> Mounts.unmount(memory().toString()));
    resources.add(() -> Files.removeTree(folder.toString()));
    for (AutoCloseable resource : resources) {
      try {
        resource.close();
      } catch (Exception e) {
        failure = failure == null ? new IOException("clean up after a step", e) : failure;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
