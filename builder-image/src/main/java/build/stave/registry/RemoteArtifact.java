package build.stave.registry;

import build.stave.oci.Descriptor;
import build.stave.reference.ImageReference;
import java.util.List;

/**
 * An artifact in a registry, of which the manifest has been verified.
 *
 * @param pinned the repository and the digest of what was asked for
 * @param layers as the manifest has them
 */
public record RemoteArtifact(ImageReference pinned, List<Descriptor> layers) {
  public RemoteArtifact {
    layers = List.copyOf(layers);
  }
}
