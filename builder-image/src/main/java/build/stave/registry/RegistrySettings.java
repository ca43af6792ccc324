package build.stave.registry;

import build.stave.http.TlsSettings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * How registries are reached.
 *
 * @param credentials to show
 * @param mirrors and other addresses, of registries.conf
 * @param insecure {@code host[:port]} whose certificate is not checked, or that speak plain HTTP
 * @param certificateFolders with a folder {@code host[:port]} for each registry, holding {@code
 *     *.crt} of authorities, {@code *.cert} and {@code *.key} of this client
 */
public record RegistrySettings(
    Credentials credentials,
    RegistriesConf mirrors,
    Set<String> insecure,
    List<Path> certificateFolders) {

  /** Nothing but defaults, and these credentials. */
  public static RegistrySettings of(Credentials credentials) {
    return new RegistrySettings(credentials, RegistriesConf.EMPTY, Set.of(), List.of());
  }

  public RegistrySettings {
    insecure = Set.copyOf(insecure.stream().map(host -> host.toLowerCase(Locale.ROOT)).toList());
    certificateFolders = List.copyOf(certificateFolders);
  }

  /** TLS settings by host, to be given to the transport that the client uses. */
  public Map<String, TlsSettings> tls() {
    var byHost = new HashMap<>(CertificateFolders.scan(certificateFolders));
    insecure.forEach(host -> byHost.merge(host, TlsSettings.UNVERIFIED, TlsSettings::and));
    mirrors
        .insecureHosts()
        .forEach(host -> byHost.merge(host, TlsSettings.UNVERIFIED, TlsSettings::and));
    return Map.copyOf(byHost);
  }

  boolean isInsecure(String host) {
    return insecure.contains(host) || mirrors.insecureHosts().contains(host);
  }
}
