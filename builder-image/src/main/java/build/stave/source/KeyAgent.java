package build.stave.source;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.List;
import java.util.Map;
import org.apache.sshd.agent.SshAgent;
import org.apache.sshd.agent.SshAgentKeyConstraint;
import org.apache.sshd.agent.common.AbstractAgentClient;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.session.SessionContext;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.common.util.security.SecurityUtils;

/**
 * An ssh agent of this process that signs with one key. The protocol (draft-ietf-sshm-ssh-agent)
 * has no way to ask for the key itself.
 */
public final class KeyAgent implements AutoCloseable {
  /** Bytes; OpenSSH's agent takes no more. */
  private static final int MAX_MESSAGE = 256 * 1024;

  private static final int LENGTH_BYTES = 4;

  private final Path folder;
  private final ServerSocketChannel server;
  private final OneKey key;

  private KeyAgent(Path folder, ServerSocketChannel server, OneKey key) {
    this.folder = folder;
    this.server = server;
    this.key = key;
  }

  /**
   * Starts an agent.
   *
   * @param file private key without a passphrase, in any form that OpenSSH writes
   * @throws IOException where it is none
   */
  public static KeyAgent open(Path file) throws IOException {
    var key = new OneKey(read(file));
    // A socket's address holds 108 bytes: too few for a path in a deep store.
    Path folder = Files.createTempDirectory("stave-key");
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    var agent = new KeyAgent(folder, server, key);
    try {
      server.bind(UnixDomainSocketAddress.of(agent.socket()));
    } catch (IOException e) {
      agent.close();
      throw e;
    }
    Thread.ofVirtual().name("ssh agent").start(agent::acceptAll);
    return agent;
  }

  private static KeyPair read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      Iterable<KeyPair> keys =
          SecurityUtils.loadKeyPairIdentities(
              null, NamedResource.ofName("key"), in, FilePasswordProvider.EMPTY);
      if (keys != null) {
        for (KeyPair pair : keys) {
          return pair;
        }
      }
      throw new IOException("no key");
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException("no key that can be read", e);
    }
  }

  /** Where it listens. */
  public Path socket() {
    return folder.resolve("agent");
  }

  private void acceptAll() {
    try {
      while (true) {
        SocketChannel client = server.accept();
        Thread.ofVirtual().start(() -> answer(client));
      }
    } catch (IOException e) {
      // Closed, and with it the agent.
    }
  }

  private void answer(SocketChannel client) {
    try (client) {
      var session = new Session(key, client);
      while (true) {
        int length = ByteBuffer.wrap(read(client, LENGTH_BYTES)).getInt();
        if (length <= 0 || length > MAX_MESSAGE) {
          return;
        }
        var message = new ByteArrayBuffer();
        message.putInt(length);
        message.putRawBytes(read(client, length));
        session.messageReceived(message);
      }
    } catch (IOException e) {
      // The client hung up, or has itself to thank.
    }
  }

  private static byte[] read(SocketChannel client, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      if (client.read(bytes) < 0) {
        throw new EOFException();
      }
    }
    return bytes.array();
  }

  @Override
  public void close() throws IOException {
    server.close();
    Files.deleteIfExists(socket());
    Files.delete(folder);
  }

  /** One conversation. */
  private static final class Session extends AbstractAgentClient {
    private final SocketChannel client;

    Session(OneKey key, SocketChannel client) {
      super(key);
      this.client = client;
    }

    @Override
    protected void reply(Buffer answer) throws IOException {
      ByteBuffer bytes = ByteBuffer.wrap(answer.getCompactData());
      while (bytes.hasRemaining()) {
        client.write(bytes);
      }
    }
  }

  /** The key; clients change nothing about it. */
  private record OneKey(KeyPair pair) implements SshAgent {
    @Override
    public Iterable<? extends Map.Entry<PublicKey, String>> getIdentities() {
      return List.of(Map.entry(pair.getPublic(), "stave"));
    }

    @Override
    public Map.Entry<String, byte[]> sign(
        SessionContext session, PublicKey with, String algorithm, byte[] data) throws IOException {
      BuiltinSignatures known = BuiltinSignatures.fromFactoryName(algorithm);
      if (known == null || !KeyUtils.compareKeys(pair.getPublic(), with)) {
        throw new IOException("this agent has another key");
      }
      Signature signature = known.create();
      try {
        signature.initSigner(session, pair.getPrivate());
        signature.update(session, data);
        return Map.entry(algorithm, signature.sign(session));
      } catch (Exception e) {
        throw new IOException("the key cannot sign", e);
      }
    }

    @Override
    public void addIdentity(KeyPair other, String comment, SshAgentKeyConstraint... constraints)
        throws IOException {
      throw new IOException("this agent has one key");
    }

    @Override
    public void removeIdentity(PublicKey other) throws IOException {
      throw new IOException("this agent keeps its key");
    }

    @Override
    public void removeAllIdentities() throws IOException {
      throw new IOException("this agent keeps its key");
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}

    @Override
    public String toString() {
      return "OneKey";
    }
  }
}
