package build.stave.http;

import java.net.URI;
import java.util.Locale;

/** What addresses tell, and how they may be shown. */
public final class Urls {
  private Urls() {}

  /**
   * The address without user, password, query and fragment: presigned addresses carry their
   * credentials in the query.
   */
  public static String redacted(URI uri) {
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    return uri.getScheme()
        + "://"
        + authority(uri)
        + path
        + (uri.getRawQuery() == null ? "" : "?…");
  }

  /** Host, with the port where one is written. */
  public static String authority(URI uri) {
    return uri.getPort() < 0 ? host(uri) : host(uri) + ":" + uri.getPort();
  }

  /** Scheme, host and port alike, which is as far as a credential may travel. */
  public static boolean sameOrigin(URI a, URI b) {
    return scheme(a).equals(scheme(b)) && host(a).equals(host(b)) && port(a) == port(b);
  }

  static String host(URI uri) {
    return uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
  }

  static int port(URI uri) {
    return uri.getPort() >= 0 ? uri.getPort() : scheme(uri).equals("https") ? 443 : 80;
  }

  static String scheme(URI uri) {
    return uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
  }
}
