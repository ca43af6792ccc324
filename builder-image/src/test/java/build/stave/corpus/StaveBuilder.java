package build.stave.corpus;

import build.stave.archive.Bytes;
import build.stave.cache.CacheSettings;
import build.stave.engine.BuildEvent;
import build.stave.engine.BuildRequest;
import build.stave.engine.BuildRequest.DockerfileSource;
import build.stave.engine.BuildResult;
import build.stave.engine.Builder;
import build.stave.engine.TestBuilds;
import build.stave.layer.LayerCompression;
import build.stave.oci.OciSchemas;
import build.stave.problem.Problem;
import build.stave.problem.StaveException;
import build.stave.source.ContextSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    return new StaveBuilder(TestBuilds.builder(store), bases);
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
    List<String> all = new ArrayList<>();
    for (String name : bases.names()) {
      all.add("--build-context=" + name + "=oci-layout://" + bases.layout(name) + ":latest");
    }
    all.addAll(flags);
    return TestBuilds.request(
        ContextSpec.parse(prepared + "/context"),
        new DockerfileSource.Inline(
            "Dockerfile",
            Bytes.of(Files.readAllBytes(prepared.resolve("Dockerfile"))),
            readOrNull(prepared.resolve("Dockerfile.dockerignore"))),
        all,
        layout,
        LayerCompression.GZIP,
        cache);
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
