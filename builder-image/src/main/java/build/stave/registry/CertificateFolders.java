package build.stave.registry;

import build.stave.http.TlsSettings;
import build.stave.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads {@code certs.d} folders as Docker, Podman and containerd lay them out. */
final class CertificateFolders {
  private CertificateFolders() {}

  /** TLS settings by host; of two folders for a host, the first counts. */
  static Map<String, TlsSettings> scan(List<Path> folders) {
    var byHost = new HashMap<String, TlsSettings>();
    for (Path folder : folders) {
      if (!Files.isDirectory(folder)) {
        continue;
      }
      for (Path host : children(folder)) {
        if (Files.isDirectory(host)) {
          read(host).ifPresent(tls -> byHost.putIfAbsent(name(host), tls));
        }
      }
    }
    return byHost;
  }

  /** containerd writes {@code host_5000_} where a colon cannot be in a file name. */
  private static String name(Path folder) {
    return String.valueOf(folder.getFileName())
        .toLowerCase(Locale.ROOT)
        .replaceFirst("_([0-9]+)_$", ":$1");
  }

  private static Optional<TlsSettings> read(Path folder) {
    List<Path> authorities = withSuffix(folder, ".crt");
    List<Path> certificates = withSuffix(folder, ".cert");
    if (certificates.isEmpty()) {
      return authorities.isEmpty()
          ? Optional.empty()
          : Optional.of(new TlsSettings(authorities, null, null, false));
    }
    Path certificate = certificates.getFirst();
    Path key = Path.of(certificate.toString().replaceFirst("[.]cert$", ".key"));
    if (!Files.isReadable(key)) {
      throw Problem.environment("read certificates", certificate + " is there, and " + key + " not")
          .fix("put the key beside the certificate; an authority's certificate is named *.crt")
          .exception();
    }
    return Optional.of(new TlsSettings(authorities, certificate, key, false));
  }

  private static List<Path> withSuffix(Path folder, String suffix) {
    return children(folder).stream().filter(file -> file.toString().endsWith(suffix)).toList();
  }

  private static List<Path> children(Path folder) {
    try (Stream<Path> children = Files.list(folder)) {
      return children.sorted().toList();
    } catch (IOException e) {
      throw Problem.environment("read certificates", folder + " cannot be listed").exception(e);
    }
  }
}
