package build.stave.http;

import build.stave.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The certificate authorities that this machine's administrator trusts, where OpenSSL and every
 * tool written in Go look for them. A JVM knows only those it was shipped with.
 */
final class SystemAuthorities {
  /** Debian and Alpine, Fedora, SUSE, Fedora's extracted form. */
  private static final List<String> BUNDLES =
      List.of(
          "/etc/ssl/certs/ca-certificates.crt",
          "/etc/pki/tls/certs/ca-bundle.crt",
          "/etc/ssl/ca-bundle.pem",
          "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem");

  private SystemAuthorities() {}

  /**
   * The certificates of the bundle, which is SSL_CERT_FILE where that is set, and of the files in
   * the folders of SSL_CERT_DIR.
   */
  static List<X509Certificate> read(Map<String, String> environment) throws IOException {
    var found = new ArrayList<X509Certificate>();
    for (Path file : files(environment)) {
      found.addAll(Pem.readableCertificates(file));
    }
    return List.copyOf(found);
  }

  private static List<Path> files(Map<String, String> environment) throws IOException {
    var files = new ArrayList<Path>();
    String named = environment.getOrDefault("SSL_CERT_FILE", "");
    if (!named.isEmpty()) {
      if (!Files.isReadable(Path.of(named))) {
        throw Problem.environment(
                "prepare TLS", "SSL_CERT_FILE names " + named + ": cannot read it")
            .fix("correct the variable or unset it")
            .exception();
      }
      files.add(Path.of(named));
    } else {
      BUNDLES.stream().map(Path::of).filter(Files::isReadable).findFirst().ifPresent(files::add);
    }
    String folders = environment.getOrDefault("SSL_CERT_DIR", "");
    for (String folder : Arrays.stream(folders.split(":")).filter(f -> !f.isEmpty()).toList()) {
      if (Files.isDirectory(Path.of(folder))) {
        try (Stream<Path> children = Files.list(Path.of(folder))) {
          files.addAll(children.filter(Files::isRegularFile).sorted().toList());
        }
      }
    }
    return files;
  }
}
