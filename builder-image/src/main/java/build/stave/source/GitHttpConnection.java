package build.stave.source;

import build.stave.http.Content;
import build.stave.http.Headers;
import build.stave.http.HttpTransport;
import build.stave.http.Request;
import build.stave.http.Response;
import build.stave.http.Urls;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URL;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.jspecify.annotations.Nullable;

/**
 * One request of git and its answer. What git sends when it fetches is small and kept in memory;
 * what it gets streams.
 */
final class GitHttpConnection implements HttpConnection {
  private final HttpTransport http;
  private final URI origin;
  private final URI uri;
  private final ByteArrayOutputStream content = new ByteArrayOutputStream();
  private String method = "GET";
  private Headers headers = Headers.NONE;
  private @Nullable Response response;

  GitHttpConnection(HttpTransport http, URI origin, URI uri) {
    this.http = http;
    this.origin = origin;
    this.uri = uri;
  }

  private Response response() throws IOException {
    if (response == null) {
      try {
        response = http.sendWithoutRedirects(request());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted");
      }
      if (!response.isSuccess()) {
        response.close();
      }
    }
    return response;
  }

  private Request request() {
    Headers sent = Urls.sameOrigin(origin, uri) ? headers : headers.without("Authorization");
    return new Request(
        "fetch " + Urls.redacted(origin),
        method,
        uri,
        sent,
        content.size() == 0 ? Content.EMPTY : Content.of(content.toByteArray()),
        true);
  }

  @Override
  public int getResponseCode() throws IOException {
    return response().status();
  }

  @Override
  public String getResponseMessage() throws IOException {
    return "status " + response().status();
  }

  @Override
  public InputStream getInputStream() throws IOException {
    Response answer = response();
    if (!answer.isSuccess()) {
      throw new IOException("status " + answer.status());
    }
    return answer.body();
  }

  @Override
  public Map<String, List<String>> getHeaderFields() {
    return response == null ? Map.of() : response.headers().asMap();
  }

  @Override
  public @Nullable String getHeaderField(String name) {
    return response == null ? null : response.headers().first(name).orElse(null);
  }

  @Override
  public List<String> getHeaderFields(String name) {
    return response == null ? List.of() : response.headers().all(name);
  }

  @Override
  public @Nullable String getContentType() {
    return getHeaderField("Content-Type");
  }

  @Override
  public int getContentLength() {
    return response == null
        ? -1
        : response.headers().number("Content-Length").map(Math::toIntExact).orElse(-1);
  }

  @Override
  public URL getURL() {
    try {
      return uri.toURL();
    } catch (java.net.MalformedURLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void setRequestProperty(String name, String value) {
    headers = headers.with(name, value);
  }

  @Override
  public void setRequestMethod(String name) {
    method = name;
  }

  @Override
  public String getRequestMethod() {
    return method;
  }

  @Override
  public OutputStream getOutputStream() {
    return content;
  }

  @Override
  public void connect() throws IOException {
    response();
  }

  @Override
  public boolean usingProxy() {
    return false;
  }

  // What follows is for the transport to decide, which has no cache, timeouts of its own, and
  // content of known length. Git itself follows redirects, since later requests have to go where
  // the first was sent.

  @Override
  public void setUseCaches(boolean use) {}

  @Override
  public void setInstanceFollowRedirects(boolean follow) {}

  @Override
  public void setDoOutput(boolean output) {}

  @Override
  public void setFixedLengthStreamingMode(int length) {}

  @Override
  public void setChunkedStreamingMode(int length) {}

  @Override
  public void setConnectTimeout(int milliseconds) {}

  @Override
  public void setReadTimeout(int milliseconds) {}

  @Override
  public void configure(
      KeyManager @Nullable [] keys,
      TrustManager @Nullable [] trust,
      @Nullable SecureRandom random) {
    throw notOurs();
  }

  @Override
  public void setHostnameVerifier(HostnameVerifier verifier) {
    throw notOurs();
  }

  private static IllegalStateException notOurs() {
    return new IllegalStateException("certificates are the transport's concern");
  }
}
