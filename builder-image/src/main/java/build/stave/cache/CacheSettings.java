package build.stave.cache;

import build.stave.reference.ImageReference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which caches a build reads and which it writes. What is written to is read as well, and first.
 *
 * @param writeTo tag of a registry that gets the layers of all steps; null for none
 * @param readFrom tags to read only: caches, or images with an inline cache
 * @param inline whether the image's manifest says what its layers can be reused for
 * @param scope name of the part of the store that is written to, a file name; null where the store
 *     keeps no steps
 * @param readScopes other parts of the store, to read only
 * @param fresh whether every step is carried out, whatever the caches have
 */
public record CacheSettings(
    @Nullable ImageReference writeTo,
    List<ImageReference> readFrom,
    boolean inline,
    @Nullable String scope,
    List<String> readScopes,
    boolean fresh) {
  /** Every step is carried out, and nothing is kept. */
  public static final CacheSettings NONE =
      new CacheSettings(null, List.of(), false, null, List.of(), false);

  /** Steps are kept in the store, for all who use it. */
  public static final CacheSettings STORE =
      new CacheSettings(null, List.of(), false, "default", List.of(), false);

  public CacheSettings {
    readFrom = List.copyOf(readFrom);
    readScopes = List.copyOf(readScopes);
  }

  /** The same caches get the results of every step, whatever they have. */
  public CacheSettings afresh() {
    return new CacheSettings(writeTo, readFrom, inline, scope, readScopes, true);
  }
}
