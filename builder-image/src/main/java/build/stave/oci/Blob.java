package build.stave.oci;

/**
 * A blob and where its bytes come from.
 *
 * @param descriptor what it is; whoever moves the bytes verifies them against it
 * @param content its bytes
 */
public record Blob(Descriptor descriptor, BlobOpener content) {}
