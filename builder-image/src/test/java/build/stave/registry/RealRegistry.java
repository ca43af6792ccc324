package build.stave.registry;

import build.stave.reference.ImageReference;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The registry of the distribution project, as a process, with TLS of an own authority and a
 * password. Needs {@code docker-registry}, {@code openssl} and {@code htpasswd}.
 */
public final class RealRegistry implements AutoCloseable {
  /** The one user. */
  public static final String USER = "builder";

  /** The user's password. */
  public static final String PASSWORD = "correct horse";

  private final Path folder;
  private final int port;
  private final Process process;

  /** Starts in an empty folder, and waits until connections are accepted. */
  public RealRegistry(Path folder) throws IOException, InterruptedException {
    this.folder = folder;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    certificates();
    Files.writeString(
        folder.resolve("htpasswd"), run("htpasswd", "-Bbn", "-C", "4", USER, PASSWORD));
    Files.writeString(folder.resolve("config.yml"), configuration());
    process =
        new ProcessBuilder("docker-registry", "serve", folder.resolve("config.yml").toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    await();
  }

  private void certificates() throws IOException, InterruptedException {
    run(
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2"
            + " -subj /CN=authority -keyout ca.key -out ca.crt");
    run(
        "openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes"
            + " -subj /CN=localhost -keyout server.key -out server.csr");
    Files.writeString(folder.resolve("names"), "subjectAltName=DNS:localhost,IP:127.0.0.1\n");
    run(
        "openssl x509 -req -in server.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 2"
            + " -extfile names -out server.crt");
  }

  private String configuration() {
    return """
    version: 0.1
    log: {level: warn}
    storage:
      filesystem: {rootdirectory: %1$s/data}
      delete: {enabled: true}
    http:
      addr: 127.0.0.1:%2$d
      tls: {certificate: %1$s/server.crt, key: %1$s/server.key}
    auth:
      htpasswd: {realm: test, path: %1$s/htpasswd}
    """
        .formatted(folder, port);
  }

  private void await() throws IOException, InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (System.nanoTime() < end && process.isAlive()) {
      try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return;
      } catch (IOException e) {
        Thread.sleep(50);
      }
    }
    throw new IOException("the registry did not start: " + Files.readString(folder.resolve("log")));
  }

  private String run(String command) throws IOException, InterruptedException {
    return run(command.split(" "));
  }

  private String run(String... command) throws IOException, InterruptedException {
    Process child =
        new ProcessBuilder(List.of(command))
            .directory(folder.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (child.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + " failed");
    }
    return output;
  }

  /** {@code localhost:port}. */
  public String host() {
    return "localhost:" + port;
  }

  /** An image name in this registry. */
  public ImageReference reference(String rest) {
    return ImageReference.parse(host() + "/" + rest);
  }

  /**
   * What the registry noted of each request it answered, such as {@code "GET /v2/ HTTP/1.1" 401}.
   */
  public List<String> accesses() throws IOException {
    Path log = folder.resolve("log");
    // a line is written after its answer
    for (long size = -1; size != Files.size(log); ) {
      size = Files.size(log);
      try {
        Thread.sleep(100);
      } catch (InterruptedException e) {
        throw new InterruptedIOException();
      }
    }
    return Files.readAllLines(log).stream().filter(line -> line.contains(" HTTP/1.1\" ")).toList();
  }

  /** The authority's certificate. */
  public Path authority() {
    return folder.resolve("ca.crt");
  }

  /** Writes a config.json with a password for this registry. */
  public Path credentials(Path file, String password) throws IOException {
    return Files.writeString(
        file,
        "{\"auths\":{\"%s\":{\"username\":\"%s\",\"password\":\"%s\"}}}"
            .formatted(host(), USER, password));
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
