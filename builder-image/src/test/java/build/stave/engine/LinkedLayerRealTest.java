package build.stave.engine;

import static org.assertj.core.api.Assertions.assertThat;

import build.stave.archive.Bytes;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A layer of {@code --link} needs nothing of the base that it goes onto. */
@Tag("real")
class LinkedLayerRealTest {
  private static final String UNPACK = "[internal] unpack ";

  @TempDir Path folder;
  private Builder builder;

  @BeforeEach
  void makeBase() throws Exception {
    builder =
        Builder.open(
            new BuilderSettings(
                folder.resolve("store"),
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
    build("base", "FROM scratch\nCOPY <<EOF /dir/below\n1\nEOF\n");
  }

  @AfterEach
  void close() {
    builder.close();
  }

  @Test
  void aBaseThatNobodyReadsIsNotUnpacked() throws Exception {
    String linked =
        """
        FROM base
        COPY --link <<EOF /dir/a
        2
        EOF
        COPY --link <<EOF /dir/b
        3
        EOF
        """;
    assertThat(build("linked", linked)).noneMatch(title -> title.startsWith(UNPACK));
    assertThat(build("read", linked + "COPY --from=base /dir/below /dir/c\n"))
        .anyMatch(title -> title.startsWith(UNPACK));
  }

  @Test
  void whatComesAfterwardsSeesTheBaseAndTheLayer() throws Exception {
    String dockerfile =
        """
        FROM base AS both
        COPY --link <<EOF /dir/a
        2
        EOF
        FROM scratch
        COPY --from=both /dir/below /dir/a /
        """;
    assertThat(build("after", dockerfile)).anyMatch(title -> title.startsWith(UNPACK));
  }

  /** Builds an image into a layout of that name; gives the titles of what was done. */
  private List<String> build(String name, String dockerfile) throws Exception {
    Queue<String> titles = new ConcurrentLinkedQueue<>();
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
            Map.of("base", "oci-layout://" + folder.resolve("base") + ":1"),
            new TreeMap<>(),
            new TreeMap<>(),
            Map.of(),
            Map.of(),
            List.of(ImageReference.parse("image:1")),
            List.of(new Output.Layout(folder.resolve(name))),
            LayerCompression.NONE,
            CacheSettings.NONE,
            Duration.ofMinutes(1)),
        event -> {
          if (event instanceof BuildEvent.Started started) {
            titles.add(started.title());
          }
        });
    return List.copyOf(titles);
  }
}
