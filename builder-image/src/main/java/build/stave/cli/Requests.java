package build.stave.cli;

import build.stave.archive.Bytes;
import build.stave.cache.CacheSettings;
import build.stave.engine.BuildRequest;
import build.stave.engine.BuildRequest.DockerfileSource;
import build.stave.engine.BuildRequest.Source;
import build.stave.engine.SecretSource;
import build.stave.layer.LayerCompression;
import build.stave.oci.Platform;
import build.stave.problem.Problem;
import build.stave.reference.ImageReference;
import build.stave.source.ContextSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Turns the command line into a {@link BuildRequest}. */
final class Requests {
  private final BuildOptions options;

  Requests(BuildOptions options) {
    this.options = options;
  }

  /** The request for a folder, a URL, a resource file or {@code -}. */
  BuildRequest read(String what) throws IOException {
    if (what.endsWith(".yaml") || what.endsWith(".yml")) {
      return new ResourceFile(Path.of(what)).request(this);
    }
    ContextSpec context = ContextSpec.parse(what);
    return request(
        new BuildRequest(
            new Source.Spec(context),
            Collections.emptySortedMap(),
            "",
            dockerfile(context),
            null,
            Collections.emptySortedMap(),
            Platform.local(),
            Map.of(),
            Collections.emptySortedMap(),
            Collections.emptySortedMap(),
            Map.of(),
            Map.of(),
            names(options.image().tags()),
            List.of(),
            LayerCompression.GZIP,
            CacheSettings.STORE,
            Duration.ZERO),
        Path.of(layoutName(context)));
  }

  /**
   * A request with the flags on top.
   *
   * @param layout folder that gets an OCI layout where no output is asked for
   */
  BuildRequest request(BuildRequest base, Path layout) {
    return new BuildRequest(
        base.source(),
        base.added(),
        base.contextDir(),
        base.dockerfile(),
        options.image().target() == null ? base.target() : options.image().target(),
        buildArgs(new TreeMap<>(base.buildArgs())),
        options.image().platform() == null
            ? base.platform()
            : Platform.parse(options.image().platform()),
        contexts(new LinkedHashMap<>(base.contexts())),
        labels(new TreeMap<>(base.labels())),
        base.annotations(),
        secrets(),
        ssh(),
        base.names().isEmpty() ? List.of(nameOf(layout)) : base.names(),
        Outputs.of(options.output(), base.names(), layout),
        options.work().compression(),
        cache(base.cache()),
        options.work().timeout());
  }

  private DockerfileSource dockerfile(ContextSpec context) throws IOException {
    String file = options.image().file();
    if (file == null) {
      return new DockerfileSource.InContext("Dockerfile");
    }
    if (file.equals("-") && context instanceof ContextSpec.Stream) {
      throw Problem.user("standard input cannot be both the context and the Dockerfile")
          .fix("leave -f out: a Dockerfile alone may be the context")
          .exception();
    }
    if (file.equals("-")) {
      return new DockerfileSource.Inline("Dockerfile", Bytes.of(System.in.readAllBytes()), null);
    }
    if (!(context instanceof ContextSpec.Folder)) {
      return new DockerfileSource.InContext(file);
    }
    Path path = Path.of(file);
    if (!Files.isRegularFile(path)) {
      throw Problem.user("there is no Dockerfile " + file)
          .fix("-f is relative to the current folder, as it is for docker build")
          .exception();
    }
    Path ignore = path.resolveSibling(path.getFileName() + ".dockerignore");
    return new DockerfileSource.Inline(
        file,
        Bytes.of(Files.readAllBytes(path)),
        Files.isRegularFile(ignore) ? Bytes.of(Files.readAllBytes(ignore)) : null);
  }

  List<ImageReference> names(List<String> texts) {
    return texts.stream().map(ImageReference::parse).map(Requests::tagged).toList();
  }

  /** An image that nobody named is called as its layout is. */
  private static ImageReference nameOf(Path layout) {
    String name =
        name(layout)
            .replaceFirst("[.]oci$", "")
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "-");
    String trimmed = name.replaceAll("^-|-$", "");
    return ImageReference.parse((trimmed.isEmpty() ? "image" : trimmed) + ":latest");
  }

  private static ImageReference tagged(ImageReference name) {
    if (name.digest() != null) {
      throw Problem.user("an image is named by a tag, not by the digest in " + name)
          .fix("leave @" + name.digest() + " out")
          .exception();
    }
    return name.tag() == null ? name.withTag("latest") : name;
  }

  private SortedMap<String, String> buildArgs(SortedMap<String, String> args) {
    for (String text : options.image().buildArgs()) {
      int equals = text.indexOf('=');
      if (equals > 0) {
        args.put(text.substring(0, equals), text.substring(equals + 1));
      } else {
        String value = System.getenv(text);
        if (value != null) {
          args.put(text, value);
        }
      }
    }
    String epoch = System.getenv("SOURCE_DATE_EPOCH");
    if (epoch != null) {
      args.putIfAbsent("SOURCE_DATE_EPOCH", epoch);
    }
    return args;
  }

  private Map<String, String> contexts(Map<String, String> contexts) {
    for (String text : options.image().contexts()) {
      KeyValues.Pair pair = KeyValues.pair("--build-context", text);
      contexts.put(pair.key().toLowerCase(Locale.ROOT), pair.value());
    }
    return contexts;
  }

  private SortedMap<String, String> labels(SortedMap<String, String> labels) {
    for (String text : options.image().labels()) {
      int equals = text.indexOf('=');
      labels.put(
          equals < 0 ? text : text.substring(0, equals),
          equals < 0 ? "" : text.substring(equals + 1));
    }
    return labels;
  }

  List<String> tags() {
    return options.image().tags();
  }

  /** Whether a flag gives the argument. */
  boolean givesArgument(String name) {
    return options.image().buildArgs().stream()
        .anyMatch(text -> text.replaceFirst("=.*", "").equals(name));
  }

  private Map<String, SecretSource> secrets() {
    Map<String, SecretSource> secrets = new LinkedHashMap<>();
    List<String> known = List.of("id", "src", "source", "env", "type");
    for (String text : options.image().secrets()) {
      Map<String, String> fields = KeyValues.fields("--secret", text, known);
      String id = fields.get("id");
      String source = fields.getOrDefault("src", fields.get("source"));
      String variable = fields.get("env");
      if (id == null || (source != null && variable != null)) {
        throw Problem.user("invalid --secret " + text)
            .fix("write --secret id=ID,src=FILE or --secret id=ID,env=VARIABLE")
            .exception();
      }
      secrets.put(id, secret(id, source, variable));
    }
    return secrets;
  }

  private static SecretSource secret(
      String id, @Nullable String source, @Nullable String variable) {
    if (source != null) {
      if (!Files.isReadable(Path.of(source))) {
        throw Problem.user("secret " + id + ": cannot read " + source).exception();
      }
      return new SecretSource.File(Path.of(source));
    }
    String name = variable == null ? id : variable;
    String value = System.getenv(name);
    if (value == null) {
      throw Problem.user("secret " + id + ": there is no environment variable " + name)
          .fix("set it, or name a file: --secret id=" + id + ",src=FILE")
          .exception();
    }
    return new SecretSource.Text(value);
  }

  private Map<String, Path> ssh() {
    Map<String, Path> agents = new LinkedHashMap<>();
    for (String text : options.image().ssh()) {
      int equals = text.indexOf('=');
      String id = equals < 0 ? text : text.substring(0, equals);
      String socket = equals < 0 ? System.getenv("SSH_AUTH_SOCK") : text.substring(equals + 1);
      if (socket == null || socket.isEmpty()) {
        throw Problem.user("--ssh " + text + ": no ssh agent is running")
            .fix(
                "start one (eval $(ssh-agent); ssh-add), or name its socket: --ssh "
                    + id
                    + "=SOCKET")
            .exception();
      }
      if (!Files.exists(Path.of(socket)) || Files.isRegularFile(Path.of(socket))) {
        throw Problem.user("--ssh " + text + ": " + socket + " is not the socket of an ssh agent")
            .fix("load the key into an agent (ssh-add) and name the agent's socket")
            .exception();
      }
      agents.put(id, Path.of(socket));
    }
    return agents;
  }

  /**
   * The flags' caches on top of those that a resource names. The registry's cache of a resource is
   * only read where the image is not pushed either: a trial leaves nothing in a registry.
   */
  private CacheSettings cache(CacheSettings base) {
    ImageReference writeTo = base.writeTo();
    List<ImageReference> readFrom = new ArrayList<>();
    if (writeTo != null && !options.output().push()) {
      readFrom.add(writeTo);
      writeTo = null;
    }
    readFrom.addAll(base.readFrom());
    options.cache().readFrom().forEach(text -> readFrom.add(tagged(ImageReference.parse(text))));
    return new CacheSettings(
        options.cache().tag() == null
            ? writeTo
            : tagged(ImageReference.parse(options.cache().tag())),
        readFrom,
        base.inline() || options.cache().inline(),
        base.scope() == null ? CacheSettings.STORE.scope() : base.scope(),
        base.readScopes(),
        base.fresh() || options.cache().fresh());
  }

  /** Name of the folder that gets the layout where no output is asked for. */
  private String layoutName(ContextSpec context) {
    if (!options.image().tags().isEmpty()) {
      String repository = ImageReference.parse(options.image().tags().getFirst()).repository();
      return repository.substring(repository.lastIndexOf('/') + 1) + ".oci";
    }
    return (context instanceof ContextSpec.Folder folder ? name(Path.of(folder.path())) : "image")
        + ".oci";
  }

  static String name(Path folder) {
    Path last = folder.toAbsolutePath().normalize().getFileName();
    return last == null ? "image" : last.toString();
  }
}
