package build.stave.engine;

import build.stave.archive.Bytes;
import build.stave.cache.CacheSettings;
import build.stave.engine.BuildRequest.DockerfileSource;
import build.stave.layer.LayerCompression;
import build.stave.oci.Digest;
import build.stave.source.ContextSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Builds Dockerfiles into layouts, most without a context; the name {@code base} is that layout.
 */
final class LayoutBuilds implements AutoCloseable {
  private final Path layouts;
  private final ContextSpec context;
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
    this(layouts, new ContextSpec.Empty(), TestBuilds.builder(store));
  }

  LayoutBuilds(Path layouts, ContextSpec context, Builder builder) {
    this.layouts = layouts;
    this.context = context;
    this.builder = builder;
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
            TestBuilds.request(
                context,
                new DockerfileSource.Inline(
                    "Dockerfile", Bytes.of(dockerfile.getBytes(StandardCharsets.UTF_8)), null),
                List.of("--build-context=base=oci-layout://" + layouts.resolve("base") + ":1"),
                layouts.resolve(name),
                LayerCompression.NONE,
                CacheSettings.NONE),
            event -> {
              if (event instanceof BuildEvent.Started started) {
                titles.add(started.title());
              }
            });
    return new Built(result.image().digest(), List.copyOf(titles));
  }
}
