package build.stave.http;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Settings of an {@link HttpTransport}.
 *
 * @param userAgent such as {@code stave/0.1.0}
 * @param tls by {@code host} or {@code host:port}, lower case
 * @param authorities files of certificates in PEM that are trusted for every host
 * @param environment for HTTP_PROXY, HTTPS_PROXY and NO_PROXY, upper or lower case
 * @param connectTimeout until a connection is there
 * @param stallTimeout without a byte in either direction, after which the attempt has failed
 * @param retries attempts after the first
 */
public record HttpSettings(
    String userAgent,
    Map<String, TlsSettings> tls,
    List<Path> authorities,
    Map<String, String> environment,
    Duration connectTimeout,
    Duration stallTimeout,
    int retries) {

  public HttpSettings {
    tls = Map.copyOf(tls);
    authorities = List.copyOf(authorities);
    environment = Map.copyOf(environment);
  }

  /** The usual time limits and three retries. */
  public static HttpSettings of(String version, Map<String, String> environment) {
    return new HttpSettings(
        "stave/" + version,
        Map.of(),
        List.of(),
        environment,
        Duration.ofSeconds(10),
        Duration.ofMinutes(2),
        3);
  }

  /** The same settings with TLS settings by host. */
  public HttpSettings withTls(Map<String, TlsSettings> byHost) {
    return new HttpSettings(
        userAgent, byHost, authorities, environment, connectTimeout, stallTimeout, retries);
  }

  /** The same settings with authorities for every host. */
  public HttpSettings withAuthorities(List<Path> files) {
    return new HttpSettings(
        userAgent, tls, files, environment, connectTimeout, stallTimeout, retries);
  }

  TlsSettings tls(URI uri) {
    TlsSettings exact = tls.get(Urls.host(uri) + ":" + Urls.port(uri));
    TlsSettings own = exact != null ? exact : tls.getOrDefault(hostOnly(uri), TlsSettings.DEFAULT);
    return own.and(new TlsSettings(authorities, null, null, false));
  }

  private static String hostOnly(URI uri) {
    return Urls.host(uri).toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return userAgent;
  }
}
