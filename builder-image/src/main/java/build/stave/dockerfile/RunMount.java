package build.stave.dockerfile;

import org.jspecify.annotations.Nullable;

/**
 * A {@code RUN --mount}, as written: no field is expanded yet, absent fields are null (Dockerfile
 * reference, RUN --mount).
 *
 * @param type what is mounted
 * @param from stage, context or image to take it from; never expanded
 * @param source path in {@code from}
 * @param target where in the step's root, relative to the working directory; null where left out
 * @param readOnly as written, or null for the type's default
 * @param id of a cache, secret or ssh mount
 * @param sharing of a cache mount
 * @param required whether a missing secret or ssh agent fails the step
 * @param size of a tmpfs, in bytes; 0 for no limit
 * @param mode octal, or null
 * @param uid owner, or null
 * @param gid owner, or null
 * @param env variable that gets a secret's value, or null
 */
public record RunMount(
    Type type,
    @Nullable String from,
    @Nullable String source,
    @Nullable String target,
    @Nullable Boolean readOnly,
    @Nullable String id,
    Sharing sharing,
    boolean required,
    long size,
    @Nullable Integer mode,
    @Nullable Integer uid,
    @Nullable Integer gid,
    @Nullable String env) {

  /** Kinds of mount. */
  public enum Type {
    BIND,
    CACHE,
    TMPFS,
    SECRET,
    SSH
  }

  /** How builds share a cache mount. */
  public enum Sharing {
    SHARED,
    PRIVATE,
    LOCKED
  }
}
