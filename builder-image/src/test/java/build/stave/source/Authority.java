package build.stave.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A private certificate authority and a certificate of it for localhost; needs openssl. */
public final class Authority {
  private final Path folder;

  public Authority(Path folder) throws IOException, InterruptedException {
    this.folder = folder;
    Shell.run(
        folder,
        """
        key='-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes'
        openssl req -x509 $key -days 2 -subj /CN=authority -keyout ca.key -out ca.crt
        openssl req $key -subj /CN=localhost -keyout server.key -out server.csr
        echo subjectAltName=DNS:localhost,IP:127.0.0.1 > names
        openssl x509 -req -in server.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 2 \
            -extfile names -out server.crt
        openssl pkcs12 -export -in server.crt -inkey server.key -passout pass:test -out server.p12
        """);
  }

  /** PEM file of the authority's certificate. */
  public Path certificate() {
    return folder.resolve("ca.crt");
  }

  SSLContext server() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(folder.resolve("server.p12"))) {
      store.load(in, "test".toCharArray());
    }
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, "test".toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }
}
