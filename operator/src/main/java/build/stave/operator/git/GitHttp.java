package build.stave.operator.git;

import java.io.IOException;
import java.net.Proxy;
import java.net.URL;
import java.security.KeyManagementException;
import java.security.NoSuchAlgorithmException;
import javax.net.ssl.TrustManager;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;
import org.eclipse.jgit.transport.http.JDKHttpConnection;
import org.jspecify.annotations.Nullable;

/**
 * Connections to one server, and to those that it redirects to, which are told no credentials.
 *
 * @param origin the server
 * @param trust whom to trust; null for whom the JVM trusts
 */
record GitHttp(URL origin, @Nullable TrustManager trust) implements HttpConnectionFactory {
  @Override
  public HttpConnection create(URL url) throws IOException {
    return trusting(new Connection(url));
  }

  @Override
  public HttpConnection create(URL url, Proxy proxy) throws IOException {
    return trusting(new Connection(url, proxy));
  }

  private HttpConnection trusting(Connection connection) throws IOException {
    if (trust != null && connection.getURL().getProtocol().equals("https")) {
      try {
        connection.configure(null, new TrustManager[] {trust}, null);
      } catch (NoSuchAlgorithmException | KeyManagementException e) {
        throw new IOException(e);
      }
    }
    return connection;
  }

  private boolean isOrigin(URL url) {
    return url.getProtocol().equals(origin.getProtocol())
        && url.getHost().equalsIgnoreCase(origin.getHost())
        && port(url) == port(origin);
  }

  private static int port(URL url) {
    return url.getPort() < 0 ? url.getDefaultPort() : url.getPort();
  }

  /** Passes credentials on to the origin alone. */
  private final class Connection extends JDKHttpConnection {
    Connection(URL url) throws IOException {
      super(url);
    }

    Connection(URL url, Proxy proxy) throws IOException {
      super(url, proxy);
    }

    @Override
    public void setRequestProperty(String name, String value) {
      if (!name.equalsIgnoreCase("Authorization") || isOrigin(getURL())) {
        super.setRequestProperty(name, value);
      }
    }
  }
}
