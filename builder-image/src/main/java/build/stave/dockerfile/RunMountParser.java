package build.stave.dockerfile;

import build.stave.dockerfile.RunMount.Sharing;
import build.stave.problem.Problem;
import build.stave.problem.StaveException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The comma separated fields of a {@code RUN --mount}. */
final class RunMountParser {
  private static final Pattern VARIABLE = Pattern.compile("\\$.", Pattern.DOTALL);
  private static final Map<String, String> ALIASES =
      Map.of(
          "src", "source",
          "dst", "target",
          "destination", "target",
          "ro", "readonly",
          "rw", "readwrite");
  private static final List<String> KEYS =
      List.of(
          "type",
          "from",
          "source",
          "target",
          "readonly",
          "readwrite",
          "id",
          "sharing",
          "required",
          "size",
          "mode",
          "uid",
          "gid",
          "env",
          "src",
          "dst",
          "destination",
          "ro",
          "rw");

  private final String text;
  private final Map<String, String> values = new HashMap<>();

  RunMountParser(String text) {
    this.text = text;
  }

  /** Parses; without an expander only {@code from} is looked at. */
  RunMount parse(@Nullable UnaryOperator<String> expander) {
    for (String field : CsvFields.of(text)) {
      int equals = field.indexOf('=');
      String key = (equals < 0 ? field : field.substring(0, equals)).toLowerCase(Locale.ROOT);
      String name = ALIASES.getOrDefault(key, key);
      String value = equals < 0 ? null : field.substring(equals + 1);
      if (name.equals("from") && value != null) {
        if (VARIABLE.matcher(value).find()) {
          throw Problem.user(
                  "'from' doesn't support variable expansion, define alias stage instead")
              .fix("write FROM %s AS <stage> and --mount=from=<stage>".formatted(value))
              .exception();
        }
        values.put(name, value);
      } else if (expander != null) {
        field(field, key, name, value == null ? null : expander.apply(value));
      }
    }
    return expander == null ? unchecked() : checked();
  }

  private void field(String field, String key, String name, @Nullable String value) {
    if (!KEYS.contains(key)) {
      throw Suggestion.problem("unexpected key '%s' in '%s'".formatted(key, field), key, KEYS);
    }
    if (value == null && !List.of("readonly", "readwrite", "required").contains(name)) {
      throw Problem.user("invalid field '%s' must be a key=value pair".formatted(field))
          .fix("write %s=<value>".formatted(key))
          .exception();
    }
    String given = value == null ? "true" : value;
    if (name.equals("readwrite")) {
      values.put("readonly", String.valueOf(!bool(key, given)));
    } else if (name.equals("readonly") || name.equals("required")) {
      values.put(name, String.valueOf(bool(key, given)));
    } else {
      values.put(name, given);
    }
  }

  private RunMount unchecked() {
    return new RunMount(
        text,
        RunMount.Type.BIND,
        text("from"),
        null,
        null,
        null,
        null,
        Sharing.SHARED,
        false,
        0,
        null,
        null,
        null,
        null);
  }

  private RunMount checked() {
    RunMount.Type type =
        choice("type", RunMount.Type.class, RunMount.Type.BIND, "unsupported mount type");
    Sharing sharing = choice("sharing", Sharing.class, Sharing.SHARED, "unsupported sharing value");
    boolean hasOwner =
        type == RunMount.Type.SECRET || type == RunMount.Type.SSH || type == RunMount.Type.CACHE;
    for (String key : List.of("mode", "uid", "gid")) {
      if (!hasOwner && values.containsKey(key)) {
        throw Problem.user("%s not allowed for \"%s\" type mounts".formatted(key, lower(type)))
            .exception();
      }
    }
    only(type, "required", type == RunMount.Type.SECRET || type == RunMount.Type.SSH);
    only(type, "size", type == RunMount.Type.TMPFS);
    only(type, "env", type == RunMount.Type.SECRET);
    if (type == RunMount.Type.SECRET) {
      secret();
    } else if (text("sharing") != null && type != RunMount.Type.CACHE) {
      throw Problem.user("invalid cache sharing set for %s mount".formatted(lower(type)))
          .fix("sharing belongs to type=cache")
          .exception();
    }
    String readOnly = text("readonly");
    return new RunMount(
        text,
        type,
        text("from"),
        text("source"),
        text("target"),
        readOnly == null ? null : Boolean.valueOf(readOnly),
        text("id"),
        sharing,
        "true".equals(text("required")),
        size(),
        number("mode", 8),
        number("uid", 10),
        number("gid", 10),
        text("env"));
  }

  private void secret() {
    String source = text("source");
    String id = text("id");
    if (text("from") != null) {
      throw Problem.user("secret mount should not have a from").exception();
    }
    if (text("sharing") != null) {
      throw Problem.user("secret mount should not define sharing").exception();
    }
    if (source == null && text("target") == null && id == null) {
      throw Problem.user("invalid secret mount. one of source, target required")
          .fix("write --mount=type=secret,id=<name>")
          .exception();
    }
    if (source != null && id != null) {
      throw Problem.user("both source and id can't be set").fix("keep id").exception();
    }
  }

  private void only(RunMount.Type type, String key, boolean allowed) {
    if (!allowed && values.containsKey(key)) {
      throw Problem.user("unexpected key '%s' for mount type '%s'".formatted(key, lower(type)))
          .exception();
    }
  }

  private @Nullable String text(String key) {
    String value = values.get(key);
    return value == null || value.isEmpty() ? null : value;
  }

  private <E extends Enum<E>> E choice(String key, Class<E> type, E byDefault, String message) {
    String value = values.get(key);
    if (value == null) {
      return byDefault;
    }
    List<String> names = new ArrayList<>();
    for (E constant : type.getEnumConstants()) {
      names.add(lower(constant));
      if (lower(constant).equals(value.toLowerCase(Locale.ROOT))) {
        return constant;
      }
    }
    throw Suggestion.problem(message + " " + Quoted.of(value), value, names);
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static boolean bool(String key, String value) {
    return switch (value) {
      case "1", "t", "T", "true", "TRUE", "True" -> true;
      case "0", "f", "F", "false", "FALSE", "False" -> false;
      default -> throw invalid("invalid value for %s: %s".formatted(key, value), "true or false");
    };
  }

  private @Nullable Integer number(String key, int radix) {
    String value = values.get(key);
    if (value == null) {
      return null;
    }
    try {
      int number = value.startsWith("+") ? -1 : Integer.parseInt(value, radix);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // The message below says it.
    }
    throw invalid(
        "invalid value %s for %s".formatted(value, key),
        radix == 8 ? "an octal number such as 0400" : "a number such as 1000");
  }

  private long size() {
    String value = values.get("size");
    return value == null
        ? 0
        : ByteSize.parse(value)
            .orElseThrow(
                () -> invalid("invalid value for size: " + value, "a size such as 64m or 1GiB"));
  }

  private static StaveException invalid(String message, String wanted) {
    return Problem.user(message).fix("write " + wanted).exception();
  }
}
