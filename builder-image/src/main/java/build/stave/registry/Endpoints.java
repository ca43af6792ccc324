package build.stave.registry;

import build.stave.http.HttpTransport;
import build.stave.http.Request;
import build.stave.http.Response;
import build.stave.problem.StaveException;
import build.stave.reference.ImageReference;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Finds out how each registry is spoken to, once. */
final class Endpoints {
  private static final String DOCKER_HUB_API = "registry-1.docker.io";

  private final RegistrySettings settings;
  private final HttpTransport transport;
  private final Clock clock;
  private final Consumer<String> warnings;
  private final Map<String, Endpoint> known = new ConcurrentHashMap<>();

  Endpoints(
      RegistrySettings settings, HttpTransport transport, Clock clock, Consumer<String> warnings) {
    this.settings = settings;
    this.transport = transport;
    this.clock = clock;
    this.warnings = warnings;
  }

  Endpoint of(String doing, String registry) throws InterruptedException {
    Endpoint endpoint = known.get(registry);
    if (endpoint != null) {
      return endpoint;
    }
    Endpoint made = make(base(doing, registry));
    Endpoint earlier = known.putIfAbsent(registry, made);
    return earlier == null ? made : earlier;
  }

  private Endpoint make(URI base) {
    var authorizer =
        new Authorizer(settings.credentials(), new TokenServer(transport, base, clock), clock);
    return new Endpoint(transport, base, authorizer, settings.credentials(), warnings);
  }

  /** TLS, except for this machine itself and where plain HTTP was allowed: then what answers. */
  private URI base(String doing, String registry) throws InterruptedException {
    String host = registry.equals(ImageReference.DOCKER_HUB) ? DOCKER_HUB_API : registry;
    URI tls = URI.create("https://" + host);
    URI plain = URI.create("http://" + host);
    if (isLoopback(host)) {
      // a TLS server refuses plain HTTP at once; the other way round one waits
      return speaks(doing, plain) ? plain : tls;
    }
    return settings.isInsecure(registry) && !speaks(doing, tls) && speaks(doing, plain)
        ? plain
        : tls;
  }

  private boolean speaks(String doing, URI base) throws InterruptedException {
    try (Response response = transport.send(Request.get(doing, base.resolve("/v2/")).once())) {
      // what TLS servers answer to plain HTTP; any other answer is one in the right language
      return response.status() != 400;
    } catch (StaveException e) {
      return false;
    }
  }

  private static boolean isLoopback(String host) {
    String name = host.replaceFirst(":[0-9]+$", "");
    return name.equals("localhost")
        || name.equals("[::1]")
        || name.matches("127\\.[0-9]+\\.[0-9]+\\.[0-9]+");
  }
}
