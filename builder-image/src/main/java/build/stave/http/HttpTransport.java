package build.stave.http;

import build.stave.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Sends requests. Failures that may pass are retried ({@link RetryPolicy}); redirects are followed
 * by hand, so that Authorization stays with the server it was meant for. Thread-safe.
 *
 * <p>Speaks HTTP/1.1: blobs then have a connection each, and one that is cut or slow does not hold
 * up the others, as on a shared HTTP/2 connection.
 */
public final class HttpTransport implements AutoCloseable {
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  private static final int MAX_REDIRECTS = 10;

  private final HttpSettings settings;
  private final RetryPolicy retries;
  private final ProxyEnvironment proxies;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<TlsSettings, HttpClient> clients = new ConcurrentHashMap<>();

  /** A transport that waits in real time. */
  public HttpTransport(HttpSettings settings) {
    this(settings, Clock.systemUTC(), Sleeper.REAL);
  }

  /** A transport that tells time and waits as it is told. */
  public HttpTransport(HttpSettings settings, Clock clock, Sleeper sleeper) {
    this.settings = settings;
    this.retries = new RetryPolicy(settings.retries(), clock, sleeper);
    this.proxies = new ProxyEnvironment(settings.environment());
  }

  /** How failures are repeated, for callers that repeat more than one request. */
  public RetryPolicy retries() {
    return retries;
  }

  /**
   * Sends a request and waits for the head of the answer, whatever its status.
   *
   * @throws build.stave.problem.StaveException (REMOTE) where no answer comes
   * @throws InterruptedException where this thread is interrupted; the exchange is given up
   */
  public Response send(Request request) throws InterruptedException {
    Request current = request;
    for (int hop = 0; hop <= MAX_REDIRECTS; hop++) {
      Response response = withRetries(current);
      Optional<URI> target = redirect(current, response);
      if (target.isEmpty()) {
        return response;
      }
      response.close();
      current = redirected(current, target.get());
    }
    throw Problem.remote(request.doing(), Urls.redacted(request.uri()) + " redirects without end")
        .exception();
  }

  /**
   * Sends a request, and gives an answer that redirects to the caller.
   *
   * @throws build.stave.problem.StaveException (REMOTE) where no answer comes
   * @throws InterruptedException where this thread is interrupted; the exchange is given up
   */
  public Response sendWithoutRedirects(Request request) throws InterruptedException {
    return withRetries(request);
  }

  private static Optional<URI> redirect(Request request, Response response) {
    boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
    boolean keepsMethod = response.status() == 307 || response.status() == 308;
    if (!REDIRECTS.contains(response.status()) || !(reads || keepsMethod)) {
      return Optional.empty();
    }
    Optional<String> location = response.headers().first("Location");
    try {
      // content may be a secret: it is for the server it was meant for, like Authorization
      return location
          .map(text -> request.uri().resolve(text.replace(" ", "%20")))
          .filter(to -> request.content().length() == 0 || Urls.sameOrigin(request.uri(), to));
    } catch (IllegalArgumentException e) {
      throw Problem.remote(
              request.doing(), Urls.redacted(request.uri()) + " redirects to a malformed address")
          .exception(e);
    }
  }

  private static Request redirected(Request request, URI target) {
    String scheme = Urls.scheme(target);
    if (!scheme.equals("https") && !scheme.equals("http")) {
      throw Problem.remote(
              request.doing(), Urls.redacted(request.uri()) + " redirects to " + scheme + ":")
          .exception();
    }
    Headers headers = request.headers();
    if (!Urls.sameOrigin(request.uri(), target)) {
      headers = headers.without("Authorization").without("Cookie");
    }
    return request.to(target).with(headers);
  }

  private Response withRetries(Request request) throws InterruptedException {
    for (int attempt = 0; ; attempt++) {
      try {
        Response response = exchange(request);
        boolean again = request.retried() && RetryPolicy.isPassing(response.status());
        if (!again || retries.delay(attempt, response.headers()).isEmpty()) {
          return response;
        }
        response.close();
        retries.pause(attempt, response.headers());
      } catch (InterruptedIOException e) {
        if (Thread.currentThread().isInterrupted()) {
          throw new InterruptedException();
        }
        throw ConnectionProblems.explain(request, e);
      } catch (IOException e) {
        boolean again = request.retried() && ConnectionProblems.isPassing(e);
        if (!again || !retries.pause(attempt)) {
          throw ConnectionProblems.explain(request, e);
        }
      }
    }
  }

  private Response exchange(Request request) throws IOException, InterruptedException {
    HttpClient client = clients.computeIfAbsent(settings.tls(request.uri()), this::client);
    var progress = new Progress(settings.stallTimeout());
    HttpResponse<InputStream> answer =
        progress.await(client.sendAsync(translated(request, progress), progress.watchedBody()));
    return new Response(
        request.doing(),
        request.uri(),
        answer.statusCode(),
        Headers.of(answer.headers().map()),
        // there is none where a proxy answers instead of opening a tunnel
        progress.watched(answer.body() == null ? InputStream.nullInputStream() : answer.body()));
  }

  private HttpRequest translated(Request request, Progress progress) {
    var builder = HttpRequest.newBuilder();
    try {
      builder.uri(request.uri());
    } catch (IllegalArgumentException e) {
      throw Problem.remote(
              request.doing(), "not an address of a web server: " + Urls.redacted(request.uri()))
          .exception(e);
    }
    builder.method(request.method(), progress.publisher(request.content()));
    Headers headers = request.headers().with("User-Agent", settings.userAgent());
    Optional<String> proxy = proxies.authorization(request.uri());
    if (proxy.isPresent()) {
      headers = headers.with("Proxy-Authorization", proxy.get());
    }
    return builder.headers(headers.flat().toArray(String[]::new)).build();
  }

  private HttpClient client(TlsSettings tls) {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(settings.connectTimeout())
        .executor(executor)
        .proxy(proxies)
        .sslContext(TlsContexts.context(tls, settings.environment()))
        .build();
  }

  @Override
  public void close() {
    clients.values().forEach(HttpClient::shutdownNow);
    executor.shutdownNow();
  }
}
