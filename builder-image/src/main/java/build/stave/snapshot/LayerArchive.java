package build.stave.snapshot;

import build.stave.oci.BlobOpener;
import build.stave.oci.Digest;

/**
 * A layer of an image that can be unpacked.
 *
 * @param diffId of the archive without compression
 * @param content the archive, compressed or not; hostile. Opened once at most, and read to its end
 *     from another thread, which it may block
 */
public record LayerArchive(Digest diffId, BlobOpener content) {}
