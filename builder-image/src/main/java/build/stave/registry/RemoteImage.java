package build.stave.registry;

import build.stave.oci.Descriptor;
import build.stave.oci.ImageConfig;
import build.stave.oci.Json;
import build.stave.oci.Manifest;
import build.stave.reference.ImageReference;

/**
 * An image in a registry, of which manifest and configuration are here, verified.
 *
 * @param pinned the repository and the digest of what was asked for: the index's where it is one
 * @param manifestDescriptor of the manifest for the platform
 * @param manifest parsed
 * @param manifestBytes as received
 * @param config parsed
 * @param configBytes as received
 */
@SuppressWarnings("ArrayRecordComponent") // compared by its digest, if at all
public record RemoteImage(
    ImageReference pinned,
    Descriptor manifestDescriptor,
    Manifest manifest,
    byte[] manifestBytes,
    ImageConfig config,
    byte[] configBytes) {

  static RemoteImage of(
      ImageReference pinned, Descriptor descriptor, byte[] manifestBytes, byte[] configBytes) {
    return new RemoteImage(
        pinned,
        descriptor,
        Json.read(manifestBytes, Manifest.class),
        manifestBytes,
        Json.read(configBytes, ImageConfig.class),
        configBytes);
  }

  @Override
  public String toString() {
    return pinned.toString();
  }
}
