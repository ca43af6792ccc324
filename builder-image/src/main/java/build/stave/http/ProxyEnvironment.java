package build.stave.http;

import build.stave.problem.Problem;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Proxies as the environment names them: HTTP_PROXY, HTTPS_PROXY, NO_PROXY (as curl and Go do). */
final class ProxyEnvironment extends ProxySelector {
  private final @Nullable URI http;
  private final @Nullable URI https;
  private final List<String> direct;

  ProxyEnvironment(Map<String, String> environment) {
    http = proxy(environment, "http_proxy");
    https = proxy(environment, "https_proxy");
    direct =
        Arrays.stream(value(environment, "no_proxy").split("[,\\s]+"))
            .map(name -> name.toLowerCase(Locale.ROOT))
            .filter(name -> !name.isEmpty())
            .toList();
  }

  private static String value(Map<String, String> environment, String name) {
    String lower = environment.get(name);
    return lower != null ? lower : environment.getOrDefault(name.toUpperCase(Locale.ROOT), "");
  }

  private static @Nullable URI proxy(Map<String, String> environment, String name) {
    String text = value(environment, name).strip();
    if (text.isEmpty()) {
      return null;
    }
    try {
      URI uri = URI.create(text.contains("://") ? text : "http://" + text);
      if (uri.getHost() != null && Urls.scheme(uri).equals("http")) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // reported below, without the text, which may hold a password
    }
    throw Problem.environment("read the environment", name + " is not an address of an HTTP proxy")
        .fix("write http://host:port")
        .exception();
  }

  /** The value of Proxy-Authorization for a request, where its proxy has a user. */
  Optional<String> authorization(URI target) {
    URI proxy = proxyOf(target);
    if (proxy == null || proxy.getUserInfo() == null) {
      return Optional.empty();
    }
    byte[] user = proxy.getUserInfo().getBytes(StandardCharsets.UTF_8);
    return Optional.of("Basic " + Base64.getEncoder().encodeToString(user));
  }

  private @Nullable URI proxyOf(URI target) {
    return isDirect(target) ? null : Urls.scheme(target).equals("https") ? https : http;
  }

  private boolean isDirect(URI target) {
    String host = Urls.host(target);
    if (host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]")) {
      return true;
    }
    for (String pattern : direct) {
      int colon = pattern.lastIndexOf(':');
      boolean hasPort = colon > 0 && pattern.substring(colon + 1).matches("[0-9]+");
      if (hasPort && Integer.parseInt(pattern.substring(colon + 1)) != Urls.port(target)) {
        continue;
      }
      String name = hasPort ? pattern.substring(0, colon) : pattern;
      name = name.startsWith("*.") ? name.substring(1) : name;
      String suffix = name.startsWith(".") ? name : "." + name;
      if (name.equals("*") || host.equals(name) || host.endsWith(suffix)) {
        return true;
      }
      if (name.contains("/") && Cidr.contains(name, host)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public List<Proxy> select(URI uri) {
    URI proxy = proxyOf(uri);
    if (proxy == null) {
      return List.of(Proxy.NO_PROXY);
    }
    var address = InetSocketAddress.createUnresolved(proxy.getHost(), Urls.port(proxy));
    return List.of(new Proxy(Proxy.Type.HTTP, address));
  }

  @Override
  public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
}
