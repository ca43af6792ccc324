package build.stave.registry;

import build.stave.problem.Problem;
import build.stave.problem.StaveException;
import build.stave.reference.ImageReference;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Mirrors and other addresses of registries: containers-registries.conf(5), version 2. Its search
 * lists are not used, as a name without a host always means Docker Hub here.
 */
public final class RegistriesConf {
  /** No mirrors. */
  public static final RegistriesConf EMPTY = new RegistriesConf(List.of());

  private final List<Registry> registries;

  private RegistriesConf(List<Registry> registries) {
    this.registries =
        registries.stream()
            .sorted(Comparator.comparingInt((Registry r) -> r.prefix().length()).reversed())
            .toList();
  }

  /** Reads files in order; a prefix in a later one replaces that of an earlier one. */
  public static RegistriesConf read(List<Path> files) {
    var all = new ArrayList<Registry>();
    for (Path file : files) {
      if (Files.isRegularFile(file)) {
        List<Registry> read = parse(file.toString(), text(file));
        all.removeIf(old -> read.stream().anyMatch(r -> r.prefix().equals(old.prefix())));
        all.addAll(read);
      }
    }
    return new RegistriesConf(all);
  }

  /**
   * Reads a text.
   *
   * @param name for messages
   */
  public static RegistriesConf parsed(String name, String text) {
    return new RegistriesConf(parse(name, text));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw unreadable(file.toString(), e);
    }
  }

  private static List<Registry> parse(String name, String text) {
    try {
      var mapper =
          TomlMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
      // Most files have none; then nothing is learnt of the records, which costs each start.
      JsonNode registries = mapper.readTree(text).path("registry");
      return registries.isMissingNode()
          ? List.of()
          : List.of(mapper.treeToValue(registries, Registry[].class));
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }

  private static StaveException unreadable(String name, IOException e) {
    return Problem.user("it cannot be read: " + firstLine(e))
        .doing("read " + name)
        .fix("see containers-registries.conf(5), version 2")
        .exception(e);
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  Set<String> insecureHosts() {
    var hosts = new TreeSet<String>();
    for (Registry registry : registries) {
      if (registry.insecure() && !registry.address().startsWith("*.")) {
        hosts.add(host(registry.address()));
      }
      registry.mirrors().stream()
          .filter(Mirror::insecure)
          .forEach(mirror -> hosts.add(host(mirror.location())));
    }
    return hosts;
  }

  /** Where to pull from: mirrors in order, then the registry itself. */
  List<ImageReference> pullSources(ImageReference image) {
    Optional<Registry> found = of(image);
    if (found.isEmpty()) {
      return List.of(image);
    }
    Registry registry = unblocked(found.get(), image);
    var sources = new ArrayList<ImageReference>();
    for (Mirror mirror : registry.mirrors()) {
      String from =
          mirror.from().isEmpty() && registry.digestOnly() ? "digest-only" : mirror.from();
      boolean allowed =
          switch (from) {
            case "digest-only" -> image.digest() != null;
            case "tag-only" -> image.digest() == null;
            default -> true;
          };
      if (allowed) {
        sources.add(moved(image, registry.prefix(), mirror.location()));
      }
    }
    sources.add(moved(image, registry.prefix(), registry.address()));
    return List.copyOf(sources);
  }

  /** Where to push to: never a mirror. */
  ImageReference pushTarget(ImageReference image) {
    return of(image)
        .map(r -> moved(image, r.prefix(), unblocked(r, image).address()))
        .orElse(image);
  }

  private static Registry unblocked(Registry registry, ImageReference image) {
    if (registry.blocked()) {
      throw Problem.user("registries.conf blocks " + registry.prefix())
          .doing("use " + image.familiar())
          .fix("use another registry, or have the entry changed")
          .exception();
    }
    return registry;
  }

  private Optional<Registry> of(ImageReference image) {
    return registries.stream().filter(r -> isUnder(image, r.prefix())).findFirst();
  }

  private static boolean isUnder(ImageReference image, String prefix) {
    if (prefix.startsWith("*.")) {
      return hostName(image).endsWith(prefix.substring(1));
    }
    return image.name().equals(prefix) || image.name().startsWith(prefix + "/");
  }

  /** The image with the prefix replaced; a wild card without a location changes nothing. */
  private static ImageReference moved(ImageReference image, String prefix, String location) {
    if (location.isEmpty() || location.startsWith("*.")) {
      return image;
    }
    int kept = prefix.startsWith("*.") ? hostName(image).length() : prefix.length();
    String name = location + image.name().substring(kept);
    int slash = name.indexOf('/');
    return new ImageReference(
        name.substring(0, slash), name.substring(slash + 1), image.tag(), image.digest());
  }

  private static String hostName(ImageReference image) {
    return image.registry().replaceFirst(":[0-9]+$", "");
  }

  private static String host(String location) {
    int slash = location.indexOf('/');
    return (slash < 0 ? location : location.substring(0, slash)).toLowerCase(Locale.ROOT);
  }

  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Registry(
      String prefix,
      String location,
      boolean insecure,
      boolean blocked,
      @JsonProperty("mirror-by-digest-only") boolean digestOnly,
      @JsonProperty("mirror") List<Mirror> mirrors) {
    @JsonCreator
    Registry(
        @Nullable String prefix,
        @Nullable String location,
        boolean insecure,
        boolean blocked,
        boolean digestOnly,
        @Nullable List<Mirror> mirrors) {
      this.location = location == null ? "" : location;
      this.prefix = prefix == null || prefix.isEmpty() ? this.location : prefix;
      this.insecure = insecure;
      this.blocked = blocked;
      this.digestOnly = digestOnly;
      this.mirrors = mirrors == null ? List.of() : List.copyOf(mirrors);
    }

    String address() {
      return location.isEmpty() ? prefix : location;
    }
  }

  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Mirror(
      String location, boolean insecure, @JsonProperty("pull-from-mirror") String from) {
    @JsonCreator
    Mirror(@Nullable String location, boolean insecure, @Nullable String from) {
      this.location = location == null ? "" : location;
      this.insecure = insecure;
      this.from = from == null ? "" : from;
    }
  }
}
