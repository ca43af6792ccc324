package build.stave.engine;

import build.stave.oci.Descriptor;
import build.stave.oci.Digest;

/**
 * A finished build.
 *
 * @param image descriptor of the manifest
 * @param config digest of the configuration: docker's image ID
 */
public record BuildResult(Descriptor image, Digest config) {}
