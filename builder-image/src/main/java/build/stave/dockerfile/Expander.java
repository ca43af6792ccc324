package build.stave.dockerfile;

import build.stave.problem.Problem;
import build.stave.problem.StaveException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Replaces variables and removes quotes as the Dockerfile language does (Dockerfile reference,
 * "Environment replacement"; BuildKit frontend/dockerfile/shell). Knows {@code $v}, {@code ${v}}
 * and {@code ${v<op>w}} with the operators {@code - + ?} (with or without a colon), {@code # ## %
 * %%}, {@code /} and {@code //}.
 *
 * <p>Errors are of the category USER and quote the text; they carry no location.
 */
public final class Expander {

  /** Deviations from taking off quotes and escapes. */
  public enum Option {
    /** Quotes are obeyed and stay in the result. */
    RAW_QUOTES,
    /** Escape characters are obeyed and stay in the result. */
    RAW_ESCAPES,
    /** Quotes are ordinary characters: bodies of heredocs. */
    SKIP_QUOTES,
    /** A dollar sign is an ordinary character. */
    SKIP_VARIABLES
  }

  /** Where values come from. */
  @FunctionalInterface
  public interface Variables {
    /** No variable at all. */
    Variables NONE = name -> null;

    /** The value, or null where the variable is not set. */
    @Nullable String get(String name);
  }

  /**
   * What became of a text.
   *
   * @param word the whole text as one word, blanks kept
   * @param words the text split at blanks that are neither quoted nor escaped; values of unquoted
   *     variables are split too
   * @param matched names that were used and are set
   * @param unmatched names that were used and are not set, without those whose use provides for
   *     that ({@code ${v:-w}}, {@code ${v:+w}}, {@code ${v:?w}})
   */
  public record Expansion(
      String word, List<String> words, Set<String> matched, Set<String> unmatched) {
    public Expansion {
      words = List.copyOf(words);
      matched = Set.copyOf(matched);
      unmatched = Set.copyOf(unmatched);
    }
  }

  private final int escape;
  private final Set<Option> options;

  /** An expander for the escape character of a Dockerfile. */
  public Expander(char escape, Option... options) {
    this.escape = escape;
    this.options = Set.of(options);
  }

  /** The text as one word. */
  public String word(String text, Variables variables) {
    return expand(text, variables).word();
  }

  /** The text as words; empty words do not count. */
  public List<String> words(String text, Variables variables) {
    return expand(text, variables).words();
  }

  /** The text as word and words, with the names it used. */
  public Expansion expand(String text, Variables variables) {
    try {
      return new ShellWord(text, escape, options, variables).expand();
    } catch (StaveException e) {
      Problem p = e.problem();
      String message = "failed to process %s: %s".formatted(Quoted.of(text), p.message());
      Problem problem = Problem.user(message);
      throw p.fix().map(problem::fix).orElse(problem).exception(e);
    }
  }
}
