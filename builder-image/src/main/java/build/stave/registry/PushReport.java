package build.stave.registry;

import build.stave.oci.Digest;

/**
 * What a push did.
 *
 * @param digest of the manifest, or of the one blob
 * @param bytesSent of blobs; the manifest does not count
 * @param blobsSent uploaded
 * @param blobsMounted taken over from another repository of the registry
 * @param blobsPresent there before
 */
public record PushReport(
    Digest digest, long bytesSent, int blobsSent, int blobsMounted, int blobsPresent) {

  /** Both together, with this one's digest. */
  public PushReport and(PushReport other) {
    return new PushReport(
        digest,
        bytesSent + other.bytesSent,
        blobsSent + other.blobsSent,
        blobsMounted + other.blobsMounted,
        blobsPresent + other.blobsPresent);
  }
}
