package build.stave.snapshot;

/**
 * What was removed from a store.
 *
 * @param layers unpacked layers
 * @param blobs content-addressed files
 * @param bytes of the content of both
 * @param inUse layers and blobs that stayed, since builds use them
 */
public record Pruned(int layers, int blobs, long bytes, int inUse) {}
