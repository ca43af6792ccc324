package build.stave.ignore;

import java.util.List;

/** A part of a compiled pattern. */
sealed interface Token {
  record Literal(int codePoint) implements Token {}

  /** {@code ?}. */
  record AnyCharacter() implements Token {}

  /** {@code *}. */
  record Star() implements Token {}

  /** {@code **} at the end: anything, slashes too. */
  record Everything() implements Token {}

  /** {@code **} elsewhere: nothing, or what the following {@link Directories} take. */
  record MaybeDirectories() implements Token {}

  /** Any text that ends with a slash. */
  record Directories() implements Token {}

  /** {@code [a-z]} or {@code [^a-z]}. */
  record OneOf(List<Range> ranges, boolean negated) implements Token {
    public OneOf {
      ranges = List.copyOf(ranges);
    }

    boolean matches(int c) {
      return negated != ranges.stream().anyMatch(range -> range.from() <= c && c <= range.to());
    }
  }

  record Range(int from, int to) {}
}
