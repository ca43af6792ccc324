package build.stave.engine;

import build.stave.oci.Descriptor;
import build.stave.oci.Digest;

/**
 * A finished build.
 *
 * @param image descriptor of the manifest
 * @param config digest of the configuration: docker's image ID
 * @param size bytes of manifest, configuration and layers
 * @param layers how many there are
 */
public record BuildResult(Descriptor image, Digest config, long size, int layers) {}
