package build.stave.layer;

import build.stave.oci.Descriptor;
import build.stave.oci.Digest;
import java.nio.file.Path;

/**
 * A finished layer.
 *
 * @param file its bytes, under a temporary name; the caller moves or removes it
 * @param descriptor media type, digest and size of the file
 * @param diffId digest of the uncompressed tar
 */
public record LayerBlob(Path file, Descriptor descriptor, Digest diffId) {}
