package build.stave.source;

import build.stave.http.HttpTransport;
import java.io.IOException;
import java.net.Proxy;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;

/**
 * Lets git speak through {@link HttpTransport}: the same certificates, proxies, retries and
 * messages as everything else.
 *
 * @param http for all requests
 * @param origin server that a login is for; another, to which it redirects, is not told it
 */
record GitHttp(HttpTransport http, URI origin) implements HttpConnectionFactory {
  @Override
  public HttpConnection create(URL url) throws IOException {
    try {
      return new GitHttpConnection(http, origin, url.toURI());
    } catch (URISyntaxException e) {
      throw new IOException("malformed address " + GitUrl.redacted(url.toString()), e);
    }
  }

  @Override
  public HttpConnection create(URL url, Proxy proxy) throws IOException {
    return create(url);
  }
}
