package build.stave.dockerfile;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A {@code RUN --mount}; absent fields are null (Dockerfile reference, RUN --mount).
 *
 * <p>As it stands in an {@link Instruction.Run} no field is expanded yet: take the result of {@link
 * #expand}. A text that needs no expansion has been checked in full; of any other only {@code from}
 * has been.
 *
 * @param text as written, to be expanded
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
    String text,
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

  /** Parses the value of the flag; checks as much as can be known before expansion. */
  static RunMount parse(String text) {
    boolean plain = text.chars().noneMatch(c -> "$\\'\"`".indexOf(c) >= 0);
    return new RunMountParser(text).parse(plain ? UnaryOperator.identity() : null);
  }

  /**
   * The same mount with every field but {@code from} expanded and all of it checked.
   *
   * @param expander expands one word, such as {@code word -> new Expander(escape).word(word, v)}
   * @throws build.stave.problem.StaveException of the category USER, without a location
   */
  public RunMount expand(UnaryOperator<String> expander) {
    return new RunMountParser(text).parse(expander);
  }
}
