package build.stave.cli;

import java.util.List;
import org.apache.commons.cli.ParseException;
import org.jspecify.annotations.Nullable;

/**
 * The flags that say where the results of steps are reused from.
 *
 * @param tag of a registry that holds the cache; read and written
 * @param readFrom images that are only read
 * @param inline whether the image says what its layers can be reused for
 * @param fresh whether every step is carried out
 */
record CacheOptions(@Nullable String tag, List<String> readFrom, boolean inline, boolean fresh) {
  private static final Flag CACHE =
      Flag.of(
          "cache",
          "IMAGE",
          "Tag of a registry that keeps the layers of all steps: what it has is "
              + "reused, what the build adds is put there");
  private static final Flag CACHE_FROM =
      Flag.of(
          "cache-from",
          "IMAGE",
          "Like --cache, but only read: a cache, or an image built with "
              + "--cache-inline; may be repeated");
  private static final Flag CACHE_INLINE =
      Flag.of("cache-inline", "Let the image itself say what its layers can be reused for");
  private static final Flag NO_CACHE =
      Flag.of("no-cache", "Carry out every step; caches get the new results");

  static final List<Flag> FLAGS = List.of(CACHE, CACHE_FROM, CACHE_INLINE, NO_CACHE);

  static CacheOptions of(Line line) throws ParseException {
    return new CacheOptions(
        line.value(CACHE), line.values(CACHE_FROM), line.has(CACHE_INLINE), line.has(NO_CACHE));
  }
}
