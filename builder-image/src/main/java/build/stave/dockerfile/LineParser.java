package build.stave.dockerfile;

import build.stave.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One joined line to a node: name, flags, and words after the habit of the instruction. */
final class LineParser {
  private static final Pattern BLANKS = Pattern.compile("[\\t\\x0B\\f\\r ]+");
  private static final SourceRange NOWHERE = new SourceRange(1, 1);

  private final char escape;
  private final WordParser quoted;

  LineParser(char escape) {
    this.escape = escape;
    this.quoted = new WordParser(escape);
  }

  Node node(String line) {
    return node(line, true);
  }

  private Node node(String line, boolean outermost) {
    String[] parts = BLANKS.split(Runes.trim(line), 2);
    String name = parts[0];
    FlagWords.Split split = FlagWords.split(parts.length == 2 ? parts[1] : "", escape);
    String rest = Runes.trim(split.rest());
    Node trigger = null;
    Words words =
        switch (name.toLowerCase(Locale.ROOT)) {
          case "add", "copy", "volume" ->
              JsonWords.of(rest).map(Words::json).orElseGet(() -> new Words(blanks(rest), false));
          case "cmd", "entrypoint", "run", "shell" -> maybeJson(rest);
          case "env" -> new Words(pairs(rest, "ENV"), false);
          case "label" -> new Words(pairs(rest, "LABEL"), false);
          case "arg" -> new Words(quoted.words(rest), false);
          case "expose", "from" -> new Words(blanks(rest), false);
          case "maintainer", "stopsignal", "user", "workdir" -> new Words(whole(rest), false);
          case "healthcheck" -> healthcheck(rest);
          case "onbuild" -> {
            // ONBUILD ONBUILD is refused later; a chain must not nest without end here.
            trigger = rest.isEmpty() || !outermost ? null : node(rest, false);
            yield new Words(whole(rest), trigger != null && trigger.json());
          }
          default -> new Words(List.of(), false);
        };
    return build(name, split.flags(), words, trigger, line);
  }

  private static Node build(
      String name, List<String> flags, Words words, @Nullable Node trigger, String line) {
    return new Node(
        name,
        flags,
        words.words(),
        trigger,
        words.json(),
        line,
        NOWHERE,
        List.of(),
        false,
        List.of());
  }

  private record Words(List<String> words, boolean json) {
    static Words json(List<String> words) {
      return new Words(words, true);
    }
  }

  private static List<String> whole(String rest) {
    return rest.isEmpty() ? List.of() : List.of(rest);
  }

  private static List<String> blanks(String rest) {
    return rest.isEmpty() ? List.of() : List.of(BLANKS.split(rest, -1));
  }

  private static Words maybeJson(String rest) {
    return JsonWords.of(rest).map(Words::json).orElseGet(() -> new Words(whole(rest), false));
  }

  private static Words healthcheck(String rest) {
    String[] parts = rest.split("\\s+", 2);
    if (rest.isEmpty()) {
      return new Words(List.of(), false);
    }
    Words command = maybeJson(parts.length == 2 ? parts[1] : "");
    List<String> words = new ArrayList<>(List.of(parts[0]));
    words.addAll(command.words());
    return new Words(words, command.json());
  }

  private List<String> pairs(String rest, String instruction) {
    List<String> words = quoted.words(rest);
    if (words.isEmpty()) {
      return List.of();
    }
    if (words.getFirst().indexOf('=') < 0) {
      String[] legacy = BLANKS.split(rest, 2);
      if (legacy.length < 2) {
        throw Problem.user(instruction + " must have two arguments")
            .fix("write %s %s=<value>".formatted(instruction, legacy[0]))
            .exception();
      }
      return List.of(legacy[0], legacy[1], "");
    }
    List<String> pairs = new ArrayList<>();
    for (String word : words) {
      int equals = word.indexOf('=');
      if (equals < 0) {
        throw Problem.user(
                "Syntax error - can't find = in %s. Must be of the form: name=value"
                    .formatted(Quoted.of(word)))
            .fix("put a value with blanks into double quotes")
            .exception();
      }
      pairs.addAll(List.of(word.substring(0, equals), word.substring(equals + 1), "="));
    }
    return pairs;
  }
}
