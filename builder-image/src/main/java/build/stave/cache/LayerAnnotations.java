package build.stave.cache;

import build.stave.oci.Descriptor;
import build.stave.oci.Digest;
import build.stave.problem.StaveException;
import java.util.Map;
import java.util.Optional;

/** Says in a manifest what its layers can be reused for. */
public final class LayerAnnotations {
  private static final String KEY = "build.stave.cache.key";
  private static final String FORMAT = "build.stave.cache.format";
  private static final String DIFF_ID = "build.stave.cache.diff-id";

  private LayerAnnotations() {}

  /** The descriptor of a cached layer, annotated. */
  public static Descriptor write(CachedLayer cached) {
    return cached
        .layer()
        .withAnnotations(
            Map.of(
                KEY, cached.key().toString(),
                FORMAT, cached.format(),
                DIFF_ID, cached.diffId().toString()));
  }

  /** What a layer of somebody's manifest can be reused for, if it says so. */
  static Optional<CachedLayer> read(Descriptor layer) {
    String key = layer.annotations().get(KEY);
    String format = layer.annotations().get(FORMAT);
    String diffId = layer.annotations().get(DIFF_ID);
    if (key == null || format == null || diffId == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(new CachedLayer(Digest.parse(key), format, layer, Digest.parse(diffId)));
    } catch (StaveException e) {
      // Of somebody who writes digests in another way: good for nothing here.
      return Optional.empty();
    }
  }
}
