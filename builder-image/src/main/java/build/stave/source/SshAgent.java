package build.stave.source;

import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.jgit.transport.sshd.agent.AbstractConnector;
import org.eclipse.jgit.transport.sshd.agent.Connector;
import org.eclipse.jgit.transport.sshd.agent.ConnectorFactory;
import org.jspecify.annotations.Nullable;

/**
 * An ssh agent that holds keys (draft-ietf-sshm-ssh-agent), whatever SSH_AUTH_SOCK says.
 *
 * @param socket its Unix domain socket
 */
record SshAgent(Path socket) implements ConnectorFactory {
  private static final ConnectorDescriptor DESCRIPTOR =
      new ConnectorDescriptor() {
        @Override
        public String getIdentityAgent() {
          return "SSH_AUTH_SOCK";
        }

        @Override
        public String getDisplayName() {
          return "ssh agent";
        }
      };

  @Override
  public Connector create(@Nullable String identityAgent, @Nullable File home) {
    return new Connection(socket);
  }

  @Override
  public boolean isSupported() {
    return true;
  }

  @Override
  public String getName() {
    return "agent";
  }

  @Override
  public List<ConnectorDescriptor> getSupportedConnectors() {
    return List.of(DESCRIPTOR);
  }

  @Override
  public ConnectorDescriptor getDefaultConnector() {
    return DESCRIPTOR;
  }

  /** A connection to the agent; one question at a time. */
  private static final class Connection extends AbstractConnector {
    private static final int LENGTH_BYTES = 4;

    private final Path socket;
    private @Nullable SocketChannel channel;

    Connection(Path socket) {
      this.socket = socket;
    }

    @Override
    public boolean connect() throws IOException {
      if (channel == null) {
        SocketChannel opened = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
          opened.connect(UnixDomainSocketAddress.of(socket));
        } catch (IOException e) {
          opened.close();
          throw new IOException("no ssh agent answers at " + socket, e);
        }
        channel = opened;
      }
      return true;
    }

    @Override
    public synchronized byte[] rpc(byte command, byte[] message) throws IOException {
      connect();
      SocketChannel agent = java.util.Objects.requireNonNull(channel);
      prepareMessage(command, message);
      ByteBuffer question = ByteBuffer.wrap(message);
      while (question.hasRemaining()) {
        agent.write(question);
      }
      return read(agent, toLength(command, read(agent, LENGTH_BYTES)));
    }

    private static byte[] read(SocketChannel agent, int length) throws IOException {
      ByteBuffer answer = ByteBuffer.allocate(length);
      while (answer.hasRemaining()) {
        if (agent.read(answer) < 0) {
          throw new EOFException("the ssh agent hung up");
        }
      }
      return answer.array();
    }

    @Override
    public void close() throws IOException {
      if (channel != null) {
        channel.close();
        channel = null;
      }
    }
  }
}
