package build.stave.dockerfile;

import build.stave.problem.Problem;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the directives of a Dockerfile and refuses front ends that are not built in. */
final class DirectiveReader {
  private static final Pattern FORM = Pattern.compile("([a-zA-Z][a-zA-Z0-9]*)\\s*=\\s*(\\S.*)");
  private static final Pattern BUILT_IN =
      Pattern.compile(
          "(docker\\.io/)?docker/dockerfile(-upstream)?(:[\\w.-]+)?(@sha256:[0-9a-f]{64})?");
  private static final Set<String> KNOWN = Set.of("syntax", "escape", "check");

  private final SourceText source;
  private int lines;

  DirectiveReader(SourceText source) {
    this.source = source;
  }

  Directives read() {
    boolean shebang = !source.lines().isEmpty() && source.lines().getFirst().startsWith("#!");
    Map<String, Found> found = scan(shebang ? 1 : 0, "#", false);
    Found syntax = found.get("syntax");
    if (syntax == null) {
      syntax = scan(shebang ? 1 : 0, "//", false).get("syntax");
    }
    if (syntax == null) {
      syntax = fromJson(shebang ? 1 : 0);
    }
    // The instructions' reader does not look behind a shebang but allows blanks before the #;
    // front end detection has it the other way round.
    Map<String, Found> own = scan(0, "#", true);
    lines = own.size();
    Found escape = own.get("escape");
    Found check = found.get("check");
    CheckOptions checks = check == null ? CheckOptions.NONE : checks(check);
    return new Directives(
        syntax == null ? null : builtIn(syntax),
        escape == null ? '\\' : escape(escape),
        checks.skip(),
        checks.error(),
        checks.experimental());
  }

  /** How many lines at the top are directives, and so no comments; known after {@link #read}. */
  int lines() {
    return lines;
  }

  private record Found(String value, int line) {}

  private Map<String, Found> scan(int start, String comment, boolean indented) {
    Map<String, Found> found = new HashMap<>();
    for (int i = start; i < source.lines().size(); i++) {
      String line = source.lines().get(i);
      line = indented ? Runes.trimLeft(line) : line;
      if (!line.startsWith(comment)) {
        return found;
      }
      Matcher matcher = FORM.matcher(Runes.trim(line.substring(comment.length())));
      String key = matcher.matches() ? matcher.group(1).toLowerCase(Locale.ROOT) : "";
      if (!KNOWN.contains(key)) {
        return found;
      }
      if (found.put(key, new Found(matcher.group(2), i + 1)) != null) {
        throw Problem.user("only one %s parser directive can be used".formatted(key))
            .at(source.location(i + 1))
            .fix("keep one of them")
            .exception();
      }
    }
    return found;
  }

  private @Nullable Found fromJson(int start) {
    String text = String.join("\n", source.lines().subList(start, source.lines().size()));
    if (!Runes.trimLeft(text).startsWith("{")) {
      return null;
    }
    try {
      JsonNode syntax = new JsonMapper().readTree(text).path("syntax");
      return syntax.isTextual() ? new Found(syntax.textValue(), start + 1) : null;
    } catch (JacksonException e) {
      return null;
    }
  }

  private String builtIn(Found syntax) {
    String image = syntax.value().split("\\s+", 2)[0];
    if (!BUILT_IN.matcher(image).matches()) {
      throw Problem.user("unsupported Dockerfile front end: " + image)
          .at(source.location(syntax.line()))
          .fix("only docker/dockerfile is built in: remove the syntax directive, or name that")
          .exception();
    }
    return image;
  }

  private char escape(Found escape) {
    String value = escape.value();
    if (!value.equals("\\") && !value.equals("`")) {
      throw Problem.user("invalid escape token '%s' does not match ` or \\".formatted(value))
          .at(source.location(escape.line()))
          .fix("write # escape=` or remove the directive")
          .exception();
    }
    return value.charAt(0);
  }

  private CheckOptions checks(Found check) {
    return CheckOptions.parse(check.value().split("\\s+", 2)[0], source.location(check.line()));
  }
}
