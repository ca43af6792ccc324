package build.stave.job;

import build.stave.problem.Problem;
import build.stave.problem.Reason;
import build.stave.problem.StaveException;
import build.stave.reference.ImageReference;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces the templates of tags.
 *
 * @param commit that is built, of a git source
 * @param branch of it; asked for only where a tag names it
 * @param date of the run in UTC, such as {@code 2026-01-31}
 * @param run its number
 */
record Tags(
    Optional<String> commit, Supplier<Optional<String>> branch, String date, Optional<Long> run) {
  private static final Pattern TEMPLATE = Pattern.compile("\\{\\{ ?\\.([a-z.]+) ?}}");
  private static final int SHORT_COMMIT = 12;

  /** Whether a tag is a template. */
  static boolean isTemplate(String tag) {
    return tag.contains("{{");
  }

  /**
   * The names of the image, each once.
   *
   * @throws StaveException TAG_INVALID where a value is not known, or what comes out is no tag
   */
  List<ImageReference> names(String image, List<String> tags) {
    Set<ImageReference> names = new LinkedHashSet<>();
    for (String tag : tags) {
      String text = TEMPLATE.matcher(tag).replaceAll(m -> Matcher.quoteReplacement(value(tag, m)));
      try {
        names.add(ImageReference.parse(image + ":" + text));
      } catch (StaveException e) {
        throw invalid(tag, "gives " + text + ", which is no tag").exception(e);
      }
    }
    return List.copyOf(names);
  }

  private String value(String tag, java.util.regex.MatchResult template) {
    Optional<String> value =
        switch (template.group(1)) {
          case "commit.sha" -> commit;
          case "commit.short" -> commit.map(sha -> sha.substring(0, SHORT_COMMIT));
          case "branch" -> branch.get().map(name -> name.replaceAll("[^A-Za-z0-9_.-]", "-"));
          case "date" -> Optional.of(date);
          case "run" -> run.map(String::valueOf);
          default -> Optional.empty();
        };
    return value.orElseThrow(
        () -> invalid(tag, "needs ." + template.group(1) + ", which this run lacks").exception());
  }

  private static Problem invalid(String tag, String why) {
    return Problem.user("the tag " + tag + " of spec.output.tags " + why)
        .because(Reason.TAG_INVALID);
  }
}
