package build.stave.graph;

import build.stave.oci.Digest;
import build.stave.oci.ImageConfig;
import build.stave.oci.Json;
import build.stave.oci.Platform;
import build.stave.problem.Problem;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Knows the images of a fixture and no other; every file of a context exists. */
final class FixtureResolver implements Resolver {
  private final JsonNode images;
  private final Set<String> ignored;

  FixtureResolver(byte @Nullable [] images, Set<String> ignored) {
    byte[] known = images == null ? "{}".getBytes(StandardCharsets.UTF_8) : images;
    this.images = Json.read(known, JsonNode.class);
    this.ignored = ignored;
  }

  @Override
  public ResolvedImage image(String reference, Platform platform) {
    JsonNode config = images.get(reference);
    if (config == null) {
      throw Problem.remote("pull " + reference, "no such image " + reference).exception();
    }
    String name =
        reference.startsWith("oci-layout://") ? reference : "registry.example/" + reference;
    return new ResolvedImage(
        reference,
        name + "@" + Digest.of(config.toString()),
        Json.read(config.toString().getBytes(StandardCharsets.UTF_8), ImageConfig.class));
  }

  @Override
  public Digest content(
      Input.Context context, List<String> patterns, List<String> excludes, boolean parents) {
    return Digest.of("content of " + context + patterns + excludes + parents);
  }

  @Override
  public Digest download(String url) {
    return Digest.of("file at " + url);
  }

  @Override
  public String commit(FileSource.Git source) {
    return Digest.of("commit of " + source).hex().substring(0, 40);
  }

  @Override
  public boolean ignored(String path) {
    return ignored.contains(path);
  }
}
