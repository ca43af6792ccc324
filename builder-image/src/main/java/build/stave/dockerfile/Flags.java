package build.stave.dockerfile;

import build.stave.problem.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The flags of one instruction, checked against those it knows. */
final class Flags {
  /** What a flag takes. */
  enum Kind {
    BOOLEAN,
    TEXT,
    TEXTS
  }

  private final Map<String, List<String>> values = new LinkedHashMap<>();

  private Flags() {}

  static Flags of(List<String> words, Map<String, Kind> known) {
    Flags flags = new Flags();
    for (String word : words) {
      int equals = word.indexOf('=');
      String name = word.substring(2, equals < 0 ? word.length() : equals);
      @Nullable String value = equals < 0 ? null : word.substring(equals + 1);
      Kind kind = known.get(name);
      if (kind == null) {
        throw Suggestion.problem(
            "unknown flag: --" + name, name, known.keySet().stream().sorted().toList());
      }
      if (flags.values.containsKey(name) && kind != Kind.TEXTS) {
        throw Problem.user("duplicate flag specified: --" + name)
            .fix("keep one of them")
            .exception();
      }
      String checked = kind == Kind.BOOLEAN ? bool(name, value) : text(name, value);
      flags.values.computeIfAbsent(name, n -> new ArrayList<>()).add(checked);
    }
    return flags;
  }

  private static String bool(String name, @Nullable String value) {
    if (value == null) {
      return "true";
    }
    String lower = value.toLowerCase(Locale.ROOT);
    if (lower.isEmpty()) {
      throw missing(name);
    }
    if (!lower.equals("true") && !lower.equals("false")) {
      throw Problem.user("expecting boolean value for flag --%s, not: %s".formatted(name, value))
          .fix("write --%s or --%s=false".formatted(name, name))
          .exception();
    }
    return lower;
  }

  private static String text(String name, @Nullable String value) {
    if (value == null) {
      throw missing(name);
    }
    return value;
  }

  private static RuntimeException missing(String name) {
    return Problem.user("missing a value on flag: --" + name)
        .fix("write --%s=<value>, without blanks around =".formatted(name))
        .exception();
  }

  @Nullable String text(String name) {
    List<String> given = values.get(name);
    return given == null ? null : given.getFirst();
  }

  /** The value, or null where it was not given or is empty. */
  @Nullable String nonEmpty(String name) {
    String value = text(name);
    return value == null || value.isEmpty() ? null : value;
  }

  List<String> texts(String name) {
    return values.getOrDefault(name, List.of());
  }

  boolean isTrue(String name) {
    return "true".equals(text(name));
  }
}
