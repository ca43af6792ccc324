package build.stave.operator.git;

import build.stave.operator.git.Look.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.Collection;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Certificates that servers are known by. */
final class GitTrust {
  private GitTrust() {}

  /** Those of the JVM and others in PEM. */
  static TrustManager manager(String authorities) throws IOException {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int number = 0;
      for (Certificate certificate : trusting(null).getAcceptedIssuers()) {
        store.setCertificateEntry("system" + number++, certificate);
      }
      for (Certificate certificate : read(authorities)) {
        store.setCertificateEntry("own" + number++, certificate);
      }
      return trusting(store);
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  private static X509TrustManager trusting(@Nullable KeyStore store)
      throws GeneralSecurityException {
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return Arrays.stream(factory.getTrustManagers())
        .filter(X509TrustManager.class::isInstance)
        .map(X509TrustManager.class::cast)
        .findFirst()
        .orElseThrow();
  }

  private static Collection<? extends Certificate> read(String authorities) throws IOException {
    try {
      var in = new ByteArrayInputStream(authorities.getBytes(StandardCharsets.UTF_8));
      return CertificateFactory.getInstance("X.509").generateCertificates(in);
    } catch (CertificateException e) {
      throw new LookException(
          Reason.SecretMalformed, "ca.crt holds no certificates in PEM: " + e.getMessage());
    }
  }
}
