package build.stave.engine;

import build.stave.archive.Bytes;
import build.stave.cache.CacheSettings;
import build.stave.engine.BuildRequest.DockerfileSource;
import build.stave.engine.BuildRequest.Source;
import build.stave.layer.LayerCompression;
import build.stave.oci.Digest;
import build.stave.oci.Platform;
import build.stave.reference.ImageReference;
import build.stave.registry.Credentials;
import build.stave.registry.RegistrySettings;
import build.stave.source.ContextSpec;
import build.stave.source.GitCredentials;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Builds Dockerfiles without a context into layouts; the name {@code base} is that layout. */
final class LayoutBuilds implements AutoCloseable {
  private final Path layouts;
  private final Builder builder;

  /**
   * An image.
   *
   * @param titles of what was done for it
   */
  record Built(Digest digest, List<String> titles) {
    boolean did(String what) {
      return titles.stream().anyMatch(title -> title.startsWith("[internal] " + what + " "));
    }
  }

  LayoutBuilds(Path layouts, Path store) throws IOException {
    this.layouts = layouts;
    builder =
        Builder.open(
            new BuilderSettings(
                store,
                OptionalLong.empty(),
                RegistrySettings.of(Credentials.NONE),
                List.of(),
                Map.of(),
                GitCredentials.NONE,
                InputStream.nullInputStream(),
                1,
                "test",
                warning -> {}),
            Clock.systemUTC());
  }

  @Override
  public void close() {
    builder.close();
  }

  /** Builds an image into a layout of that name. */
  Built build(String name, String dockerfile) throws Exception {
    Queue<String> titles = new ConcurrentLinkedQueue<>();
    BuildResult result =
        builder.build(
            new BuildRequest(
                new Source.Spec(new ContextSpec.Empty()),
                new TreeMap<>(),
                "",
                new DockerfileSource.Inline(
                    "Dockerfile", Bytes.of(dockerfile.getBytes(StandardCharsets.UTF_8)), null),
                null,
                new TreeMap<>(),
                Platform.local(),
                Map.of("base", "oci-layout://" + layouts.resolve("base") + ":1"),
                new TreeMap<>(),
                new TreeMap<>(),
                Map.of(),
                Map.of(),
                List.of(ImageReference.parse("image:1")),
                List.of(new Output.Layout(layouts.resolve(name))),
                LayerCompression.NONE,
                CacheSettings.NONE,
                Duration.ofMinutes(1)),
            event -> {
              if (event instanceof BuildEvent.Started started) {
                titles.add(started.title());
              }
            });
    return new Built(result.image().digest(), List.copyOf(titles));
  }
}
