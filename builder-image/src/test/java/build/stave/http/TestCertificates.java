package build.stave.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Certificates that sign themselves, made with the JDK's keytool. */
public final class TestCertificates {
  private static final String PASSWORD = "changeit";

  private final Path folder;

  public TestCertificates(Path folder) {
    this.folder = folder;
  }

  /**
   * Makes {@code name.p12}, {@code name.pem} and, in PKCS #8, {@code name.key}.
   *
   * @param names as keytool wants them, such as {@code dns:localhost}
   */
  public KeyStore make(String name, String names, String... more)
      throws IOException, InterruptedException, GeneralSecurityException {
    generate(name, "it", names, more);
    return written(name);
  }

  /** The same, signed by an authority of its own, {@code name-ca.pem}. */
  public KeyStore signedByAuthority(String name, String names, String... more)
      throws IOException, InterruptedException, GeneralSecurityException {
    generate(name, "ca", "dns:ca", "-ext", "bc=ca:true");
    var withSigner = new ArrayList<>(List.of(more));
    withSigner.addAll(List.of("-signer", "ca"));
    generate(name, "it", names, withSigner.toArray(String[]::new));
    KeyStore store = written(name);
    write(name + "-ca.pem", "CERTIFICATE", store.getCertificate("ca").getEncoded());
    store.deleteEntry("ca");
    return store;
  }

  private void generate(String name, String alias, String names, String... more)
      throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-genkeypair", "-alias", alias, "-keyalg", "EC"));
    command.addAll(List.of("-dname", "CN=" + name + "-" + alias, "-ext", "san=" + names));
    command.addAll(List.of("-keystore", store(name).toString(), "-storepass", PASSWORD));
    command.addAll(List.of(more));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(output);
    }
  }

  private KeyStore written(String name) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store(name))) {
      store.load(in, PASSWORD.toCharArray());
    }
    write(name + ".pem", "CERTIFICATE", store.getCertificate("it").getEncoded());
    write(name + ".key", "PRIVATE KEY", store.getKey("it", PASSWORD.toCharArray()).getEncoded());
    return store;
  }

  private Path store(String name) {
    return folder.resolve(name + ".p12");
  }

  private void write(String name, String type, byte[] encoded) throws IOException {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
    Files.writeString(
        folder.resolve(name),
        "-----BEGIN " + type + "-----\n" + text + "\n-----END " + type + "-----\n");
  }

  /** A PEM file: the certificate {@code name.pem} or the key {@code name.key}. */
  public Path file(String name) {
    return folder.resolve(name);
  }

  static char[] password() {
    return PASSWORD.toCharArray();
  }
}
