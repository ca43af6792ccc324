package build.stave.cache;

import build.stave.oci.Descriptor;
import build.stave.oci.Digest;

/**
 * The layer that a step made. Configuration and history are not kept: a plan says them without
 * anything being carried out.
 *
 * @param key content address of the step's layer, which changes with all that it depends on
 * @param format how the layer is compressed: one key can have a layer in each
 * @param layer the compressed layer; its annotations do not count
 * @param diffId digest of its uncompressed tar
 */
public record CachedLayer(Digest key, String format, Descriptor layer, Digest diffId) {
  public CachedLayer {
    layer = Descriptor.of(layer.mediaType(), layer.digest(), layer.size());
  }
}
