package build.stave.engine;

/**
 * What was removed from a store.
 *
 * @param layers unpacked layers: of base images and of steps
 * @param blobs content-addressed files
 * @param mounts directories of {@code RUN --mount=type=cache}
 * @param bytes of the disk that all of them took
 * @param inUse how many others had to stay, since builds use them
 */
public record Pruned(int layers, int blobs, int mounts, long bytes, int inUse) {
  static final Pruned NOTHING = new Pruned(0, 0, 0, 0, 0);

  boolean isNothing() {
    return layers + blobs + mounts == 0;
  }
}
