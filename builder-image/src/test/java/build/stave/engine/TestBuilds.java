package build.stave.engine;

import build.stave.cache.CacheSettings;
import build.stave.engine.BuildRequest.DockerfileSource;
import build.stave.engine.BuildRequest.Source;
import build.stave.layer.LayerCompression;
import build.stave.oci.Platform;
import build.stave.reference.ImageReference;
import build.stave.registry.Credentials;
import build.stave.registry.RegistrySettings;
import build.stave.source.ContextSpec;
import build.stave.source.GitCredentials;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Builds into layouts, without credentials. */
public final class TestBuilds {
  private TestBuilds() {}

  /** A builder on a store without a quota. */
  public static Builder builder(Path store) throws IOException {
    return Builder.open(
        settings(store, RegistrySettings.of(Credentials.NONE), warning -> {}), Clock.systemUTC());
  }

  static BuilderSettings settings(
      Path store, RegistrySettings registries, Consumer<String> warnings) {
    return new BuilderSettings(
        store,
        OptionalLong.empty(),
        registries,
        List.of(),
        Map.of(),
        GitCredentials.NONE,
        InputStream.nullInputStream(),
        1,
        "test",
        warnings);
  }

  /**
   * A build whose image has the tag {@code 1} in a layout.
   *
   * @param flags as the command takes them, each as one word: {@code --build-arg}, {@code --label},
   *     {@code --build-context}, {@code --target}, {@code --secret}
   */
  public static BuildRequest request(
      ContextSpec context,
      DockerfileSource.Inline dockerfile,
      List<String> flags,
      Path layout,
      LayerCompression compression,
      CacheSettings cache) {
    SortedMap<String, String> buildArgs = new TreeMap<>();
    SortedMap<String, String> labels = new TreeMap<>();
    Map<String, String> contexts = new HashMap<>();
    Map<String, SecretSource> secrets = new HashMap<>();
    String target = null;
    for (String flag : flags) {
      String[] named = flag.split("=", 2);
      String[] pair = named[1].split("=", 2);
      switch (named[0]) {
        case "--build-arg" -> buildArgs.put(pair[0], pair[1]);
        case "--label" -> labels.put(pair[0], pair[1]);
        case "--build-context" -> contexts.put(pair[0], pair[1]);
        case "--target" -> target = named[1];
        case "--secret" -> {
          String[] fields = named[1].split(",src=", 2);
          secrets.put(
              fields[0].substring("id=".length()), new SecretSource.File(Path.of(fields[1])));
        }
        default -> throw new IllegalArgumentException(flag);
      }
    }
    return new BuildRequest(
        new Source.Spec(context),
        Collections.emptySortedMap(),
        "",
        dockerfile,
        target,
        buildArgs,
        Platform.local(),
        contexts,
        labels,
        Collections.emptySortedMap(),
        secrets,
        Map.of(),
        List.of(ImageReference.parse("image:1")),
        List.of(new Output.Layout(layout)),
        compression,
        cache,
        Duration.ofMinutes(1));
  }
}
