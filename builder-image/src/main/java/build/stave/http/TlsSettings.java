package build.stave.http;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How one host is trusted.
 *
 * @param authorities PEM files of certificate authorities, trusted beside those of the JVM and the
 *     system
 * @param clientCertificate PEM file of the chain this client shows; null for none
 * @param clientKey PEM file (PKCS #8) of its key; null for none
 * @param skipVerify accept any certificate for any name
 */
public record TlsSettings(
    List<Path> authorities,
    @Nullable Path clientCertificate,
    @Nullable Path clientKey,
    boolean skipVerify) {
  /** The trust of the JVM and the system, no more and no less. */
  public static final TlsSettings DEFAULT = new TlsSettings(List.of(), null, null, false);

  /** Accepts any certificate. */
  public static final TlsSettings UNVERIFIED = new TlsSettings(List.of(), null, null, true);

  public TlsSettings {
    authorities = List.copyOf(authorities);
  }

  /** Both: all authorities, and the first client certificate there is. */
  public TlsSettings and(TlsSettings other) {
    boolean own = clientCertificate != null;
    return new TlsSettings(
        Stream.concat(authorities.stream(), other.authorities.stream()).distinct().toList(),
        own ? clientCertificate : other.clientCertificate,
        own ? clientKey : other.clientKey,
        skipVerify || other.skipVerify);
  }

  /** Trusts the authorities of a PEM file too. */
  public static TlsSettings trusting(Path authority) {
    return new TlsSettings(List.of(authority), null, null, false);
  }
}
