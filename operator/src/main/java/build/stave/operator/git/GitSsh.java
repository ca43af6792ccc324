package build.stave.operator.git;

import build.stave.operator.git.Look.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.eclipse.jgit.transport.sshd.SshdSessionFactory;
import org.eclipse.jgit.transport.sshd.SshdSessionFactoryBuilder;

/**
 * Ssh with one key, for one look. The key stays in memory; the keys of hosts, which are public, are
 * given to JGit in a file.
 */
final class GitSsh implements AutoCloseable {
  /** What the names of its folders begin with. */
  static final String FOLDER = "stave-ssh";

  private final Path folder;
  private final SshdSessionFactory sessions;

  private GitSsh(Path folder, SshdSessionFactory sessions) {
    this.folder = folder;
    this.sessions = sessions;
  }

  static GitSsh open(GitLogin login) throws IOException {
    List<KeyPair> keys = keys(login);
    Path folder = Files.createTempDirectory(FOLDER);
    Path known = Files.writeString(folder.resolve("known_hosts"), login.knownHosts());
    return new GitSsh(
        folder,
        new SshdSessionFactoryBuilder()
            .setPreferredAuthentications("publickey")
            .setHomeDirectory(folder.toFile())
            .setSshDirectory(folder.toFile())
            .setConfigStoreFactory((home, config, user) -> null)
            .setConfigFile(directory -> null)
            .setDefaultIdentities(directory -> List.of())
            .setDefaultKeysProvider(directory -> keys)
            .setDefaultKnownHostsFiles(directory -> List.of(known))
            .setConnectorFactory(null)
            .build(null));
  }

  SshdSessionFactory sessions() {
    return sessions;
  }

  private static List<KeyPair> keys(GitLogin login) throws IOException {
    if (login.key() == null) {
      return List.of();
    }
    var keys = new ArrayList<KeyPair>();
    try {
      var text = new ByteArrayInputStream(login.key().getBytes(StandardCharsets.UTF_8));
      SecurityUtils.loadKeyPairIdentities(null, NamedResource.ofName("ssh-privatekey"), text, null)
          .forEach(keys::add);
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      throw malformed();
    }
    if (keys.isEmpty()) {
      throw malformed();
    }
    return keys;
  }

  /** Says nothing of what was read: it is a key, or near one. */
  private static LookException malformed() {
    return new LookException(
        Reason.SecretMalformed,
        "key ssh-privatekey of the Secret is no private key that can be read; one with a passphrase cannot");
  }

  @Override
  public void close() {
    sessions.close();
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
