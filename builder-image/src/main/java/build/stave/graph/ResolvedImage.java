package build.stave.graph;

import build.stave.oci.ImageConfig;

/**
 * An image whose manifest is known.
 *
 * @param name as the Dockerfile or the command line wrote it
 * @param pinned the name that always means the same manifest: {@code
 *     docker.io/library/alpine@sha256:…} or {@code oci-layout://folder@sha256:…}
 * @param config its configuration
 */
public record ResolvedImage(String name, String pinned, ImageConfig config) {}
