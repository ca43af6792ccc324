package build.stave.http;

import build.stave.problem.Problem;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Makes TLS contexts of {@link TlsSettings}. */
final class TlsContexts {
  private TlsContexts() {}

  static SSLContext context(TlsSettings settings, Map<String, String> environment) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys(settings), trust(settings, environment), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw Problem.environment("prepare TLS", String.valueOf(e.getMessage())).exception(e);
    }
  }

  private static TrustManager[] trust(TlsSettings settings, Map<String, String> environment)
      throws GeneralSecurityException, IOException {
    if (settings.skipVerify()) {
      return new TrustManager[] {new AcceptAll()};
    }
    KeyStore store = emptyStore();
    int number = 0;
    for (X509Certificate known : authoritiesOfJvm()) {
      store.setCertificateEntry("jvm-" + number++, known);
    }
    for (X509Certificate known : SystemAuthorities.read(environment)) {
      store.setCertificateEntry("system-" + number++, known);
    }
    for (Path file : settings.authorities()) {
      for (Certificate added : Pem.certificates(file)) {
        store.setCertificateEntry("added-" + number++, added);
      }
    }
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static List<X509Certificate> authoritiesOfJvm() throws GeneralSecurityException {
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init((KeyStore) null);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509TrustManager x509) {
        return List.of(x509.getAcceptedIssuers());
      }
    }
    return List.of();
  }

  private static KeyManager @Nullable [] keys(TlsSettings settings)
      throws GeneralSecurityException, IOException {
    Path certificate = settings.clientCertificate();
    Path key = settings.clientKey();
    if (certificate == null || key == null) {
      return null;
    }
    KeyStore store = emptyStore();
    Certificate[] chain = Pem.certificates(certificate).toArray(Certificate[]::new);
    store.setKeyEntry("client", Pem.privateKey(key), new char[0], chain);
    var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, new char[0]);
    return factory.getKeyManagers();
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  /** Only the extended kind also keeps the JDK from checking the name in the certificate. */
  private static final class AcceptAll extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
