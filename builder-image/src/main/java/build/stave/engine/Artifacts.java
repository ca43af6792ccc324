package build.stave.engine;

import build.stave.linux.Files;
import build.stave.oci.Descriptor;
import build.stave.oci.Platform;
import build.stave.problem.Problem;
import build.stave.problem.Reason;
import build.stave.reference.ImageReference;
import build.stave.registry.RegistryClient;
import build.stave.registry.RemoteArtifact;
import build.stave.source.SourceTree;
import build.stave.source.Sources;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Opens artifacts of a registry as trees of files. */
final class Artifacts {
  private static final String TITLE = "org.opencontainers.image.title";

  /** On a folder, which ORAS packs as an archive that has a title too. */
  private static final String UNPACK = "io.deis.oras.content.unpack";

  private final RegistryClient registry;

  Artifacts(RegistryClient registry) {
    this.registry = registry;
  }

  /**
   * Fetches an artifact; its layers are unpacked one over the other, and those with a title are
   * files.
   *
   * @param platform for an index
   * @param folder empty; everything in it stays until the caller removes it
   */
  SourceTree open(ImageReference image, Platform platform, Path folder, Vertices.Vertex vertex)
      throws IOException, InterruptedException {
    RemoteArtifact artifact = registry.artifact(image, platform);
    vertex.note("resolved to " + artifact.pinned());
    if (artifact.layers().isEmpty()) {
      throw Problem.user("the artifact " + image + " has no layers")
          .because(Reason.SOURCE_INVALID)
          .exception();
    }
    String root = folder.toAbsolutePath().resolve("tree").toString();
    Files.mkdir(root, 0755);
    for (Descriptor layer : artifact.layers()) {
      Path file = folder.resolve("layer");
      registry.fetch(artifact.pinned(), layer, file);
      put(image, layer, file, root);
      java.nio.file.Files.deleteIfExists(file);
    }
    return new SourceTree(root, Optional.empty(), Optional.empty(), false, List.of());
  }

  private static void put(ImageReference image, Descriptor layer, Path file, String root)
      throws IOException {
    String title = layer.annotations().getOrDefault(TITLE, "");
    if (title.isEmpty() || layer.annotations().getOrDefault(UNPACK, "").equals("true")) {
      Sources.unpack(file, "layer " + layer.digest() + " of " + image, root);
      return;
    }
    Path path = SourceFile.clear(root, title);
    java.nio.file.Files.move(file, path);
    Files.chmod(path.toString(), 0644);
  }
}
