package build.stave.corpus;

import build.stave.archive.Bytes;
import build.stave.cache.CacheSettings;
import build.stave.engine.BuildEvent;
import build.stave.engine.BuildRequest;
import build.stave.engine.BuildRequest.DockerfileSource;
import build.stave.engine.BuildRequest.Source;
import build.stave.engine.BuildResult;
import build.stave.engine.Builder;
import build.stave.engine.BuilderSettings;
import build.stave.engine.Output;
import build.stave.engine.SecretSource;
import build.stave.layer.LayerCompression;
import build.stave.oci.OciSchemas;
import build.stave.oci.Platform;
import build.stave.problem.Problem;
import build.stave.problem.StaveException;
import build.stave.reference.ImageReference;
import build.stave.registry.Credentials;
import build.stave.registry.RegistrySettings;
import build.stave.source.ContextSpec;
import build.stave.source.GitCredentials;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
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
import org.jspecify.annotations.Nullable;

/** The engine; base images are named contexts, so that nothing is looked up elsewhere. */
final class StaveBuilder implements ImageBuilder, AutoCloseable {
  private final Builder builder;
  private final BaseImages bases;

  private StaveBuilder(Builder builder, BaseImages bases) {
    this.builder = builder;
    this.bases = bases;
  }

  static StaveBuilder create(Path store, BaseImages bases) throws IOException {
    var settings =
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
            warning -> {});
    return new StaveBuilder(Builder.open(settings, Clock.systemUTC()), bases);
  }

  @Override
  public Path build(Path prepared, List<String> flags) throws IOException, InterruptedException {
    Path layout = prepared.resolve("stave");
    build(prepared, flags, layout, CacheSettings.NONE, StaveBuilder::ignore);
    OciSchemas.assertImages(layout);
    return layout;
  }

  /** Builds with a cache, and tells of the progress. */
  BuildResult build(
      Path prepared,
      List<String> flags,
      Path layout,
      CacheSettings cache,
      BuildEvent.Listener listener)
      throws IOException, InterruptedException {
    try {
      return builder.build(request(prepared, flags, layout, cache), listener);
    } catch (StaveException e) {
      throw new BuildFailed(text(e.problem()));
    } catch (IOException | InterruptedException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    builder.close();
  }

  private BuildRequest request(Path prepared, List<String> flags, Path layout, CacheSettings cache)
      throws IOException {
    SortedMap<String, String> buildArgs = new TreeMap<>();
    SortedMap<String, String> labels = new TreeMap<>();
    Map<String, String> contexts = new HashMap<>();
    Map<String, SecretSource> secrets = new HashMap<>();
    String target = null;
    for (String name : bases.names()) {
      contexts.put(name, "oci-layout://" + bases.layout(name) + ":latest");
    }
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
        new Source.Spec(ContextSpec.parse(prepared + "/context")),
        Collections.emptySortedMap(),
        "",
        new DockerfileSource.Inline(
            "Dockerfile",
            Bytes.of(Files.readAllBytes(prepared.resolve("Dockerfile"))),
            readOrNull(prepared.resolve("Dockerfile.dockerignore"))),
        target,
        buildArgs,
        Platform.local(),
        contexts,
        labels,
        Collections.emptySortedMap(),
        secrets,
        Map.of(),
        List.of(ImageReference.parse("case:corpus")),
        List.of(new Output.Layout(layout)),
        LayerCompression.GZIP,
        cache,
        Duration.ofMinutes(1));
  }

  private static @Nullable Bytes readOrNull(Path file) throws IOException {
    return Files.exists(file) ? Bytes.of(Files.readAllBytes(file)) : null;
  }

  /** As a person sees it. */
  private static String text(Problem problem) {
    return problem.location().map(l -> l + ": ").orElse("")
        + problem.doing()
        + ": "
        + problem.message()
        + problem.fix().map(f -> " (fix: " + f + ")").orElse("");
  }

  private static void ignore(BuildEvent event) {}
}
