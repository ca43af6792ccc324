package build.stave.bench.machine;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;

/** A registry that holds the base images and what is pushed while it runs. */
public final class Registry implements AutoCloseable {
  private static final int PORT = 5057;

  /** Where builds find it; plain HTTP, which each builder takes from this host. */
  public static final String HOST = "localhost:" + PORT;

  private final Process process;

  private Registry(Process process) {
    this.process = process;
  }

  /**
   * Starts one in {@code folder} that begins as a copy of {@code seed}.
   *
   * @param seed the data of a registry that does not run
   */
  public static Registry start(Path folder, Path seed) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    // Blobs are never written to again, so that links will do.
    Shell.run("cp", "-al", seed.toString(), folder.resolve("data").toString());
    Path settings = folder.resolve("config.yml");
    Files.writeString(
        settings,
        """
        version: 0.1
        log: {level: error, accesslog: {disabled: true}}
        storage: {filesystem: {rootdirectory: %s}}
        http: {addr: "127.0.0.1:%d"}
        """
            .formatted(folder.resolve("data"), PORT));
    var builder =
        new ProcessBuilder("docker-registry", "serve", settings.toString())
            .redirectErrorStream(true);
    builder.redirectOutput(folder.resolve("log").toFile());
    var registry = new Registry(builder.start());
    registry.await();
    return registry;
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }

  private void await() throws IOException, InterruptedException {
    for (int attempt = 0; attempt < 200 && process.isAlive(); attempt++) {
      try (var socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), PORT), 1000);
        return;
      } catch (IOException e) {
        Thread.sleep(50);
      }
    }
    throw new IOException("docker-registry does not serve " + HOST);
  }
}
