package build.stave.cli;

import build.stave.problem.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Flags of the forms {@code name=value} and {@code key=value,key=value}. */
final class KeyValues {
  private KeyValues() {}

  /** A pair split at its first {@code =}. */
  record Pair(String key, String value) {}

  /** Splits a flag that must have an {@code =}. */
  static Pair pair(String flag, String text) {
    int equals = text.indexOf('=');
    if (equals <= 0) {
      throw Problem.user("invalid " + flag + " \"" + text + "\"")
          .fix("write " + flag + " name=value")
          .exception();
    }
    return new Pair(text.substring(0, equals), text.substring(equals + 1));
  }

  /** Fields separated by commas; a field without {@code =} is {@code true}. */
  static Map<String, String> fields(String flag, String text, List<String> known) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (String field : text.split(",", -1)) {
      int equals = field.indexOf('=');
      String key = equals < 0 ? field : field.substring(0, equals);
      if (!known.contains(key)) {
        throw Problem.user("unknown field \"" + key + "\" in " + flag + " \"" + text + "\"")
            .fix("known fields: " + String.join(", ", known))
            .exception();
      }
      if (fields.put(key, equals < 0 ? "true" : field.substring(equals + 1)) != null) {
        throw Problem.user("field \"" + key + "\" twice in " + flag + " \"" + text + "\"")
            .exception();
      }
    }
    return fields;
  }
}
