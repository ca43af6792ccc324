package build.stave.run;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A socket of a step's own that leads to the builder's ssh agent: the step may use it as whatever
 * user it is, and it is gone with the step.
 */
final class AgentSocket implements AutoCloseable {
  /** A socket's address holds 108 bytes: too few for a path in a deep store. */
  private final Path folder;

  private final Path agent;
  private final ServerSocketChannel server;
  private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();

  private AgentSocket(Path folder, Path agent, ServerSocketChannel server) {
    this.folder = folder;
    this.agent = agent;
    this.server = server;
  }

  static AgentSocket open(Path agent) throws IOException {
    Path folder = Files.createTempDirectory("stave-ssh");
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      server.bind(UnixDomainSocketAddress.of(folder.resolve("agent")));
    } catch (IOException e) {
      server.close();
      Files.delete(folder);
      throw e;
    }
    var socket = new AgentSocket(folder, agent, server);
    Thread.ofVirtual().name("ssh agent forwarding").start(socket::acceptAll);
    return socket;
  }

  Path path() {
    return folder.resolve("agent");
  }

  private void acceptAll() {
    try {
      while (true) {
        SocketChannel step = server.accept();
        open.add(step);
        Thread.ofVirtual().start(() -> connect(step));
      }
    } catch (IOException e) {
      // The step has ended, and with it this socket.
    }
  }

  private void connect(SocketChannel step) {
    try (step;
        SocketChannel upstream = SocketChannel.open(UnixDomainSocketAddress.of(agent))) {
      open.add(upstream);
      Thread back = Thread.ofVirtual().start(() -> pump(upstream, step));
      pump(step, upstream);
      back.join();
    } catch (IOException e) {
      // The step's ssh reports a connection that was closed.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void pump(SocketChannel from, SocketChannel to) {
    ByteBuffer buffer = ByteBuffer.allocate(16 * 1024);
    try {
      while (from.read(buffer) >= 0) {
        buffer.flip();
        while (buffer.hasRemaining()) {
          to.write(buffer);
        }
        buffer.clear();
      }
      to.shutdownOutput();
    } catch (AsynchronousCloseException e) {
      // The step has ended.
    } catch (IOException e) {
      closeQuietly(from);
      closeQuietly(to);
    }
  }

  private static void closeQuietly(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // Nothing is lost: the connection is over.
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    open.forEach(AgentSocket::closeQuietly);
    Files.deleteIfExists(path());
    Files.delete(folder);
  }
}
