package build.stave.http;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Header fields; names know no case. Immutable. Never prints a value, since some are secret. */
public final class Headers {
  /** No header fields. */
  public static final Headers NONE = new Headers(Map.of());

  private final Map<String, List<String>> fields;

  private Headers(Map<String, List<String>> fields) {
    var sorted = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
    fields.forEach((name, values) -> sorted.put(name, List.copyOf(values)));
    this.fields = Collections.unmodifiableMap(sorted);
  }

  /** One field. */
  public static Headers of(String name, String value) {
    return NONE.with(name, value);
  }

  static Headers of(Map<String, List<String>> fields) {
    return new Headers(fields);
  }

  /** The same fields, with this one added or replaced. */
  public Headers with(String name, String value) {
    var changed = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
    changed.putAll(fields);
    changed.put(name, List.of(value));
    return new Headers(changed);
  }

  /** The same fields without this one. */
  public Headers without(String name) {
    var changed = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
    changed.putAll(fields);
    changed.remove(name);
    return new Headers(changed);
  }

  /** The first value of a field. */
  public Optional<String> first(String name) {
    return all(name).stream().findFirst();
  }

  /** All values of a field, in the order received. */
  public List<String> all(String name) {
    return fields.getOrDefault(name, List.of());
  }

  /** A field as a number; empty where absent or malformed. */
  public Optional<Long> number(String name) {
    return first(name).filter(value -> value.matches("[0-9]{1,18}")).map(Long::valueOf);
  }

  /** All fields; unmodifiable, names know no case. */
  public Map<String, List<String>> asMap() {
    return fields;
  }

  List<String> flat() {
    var flat = new ArrayList<String>();
    fields.forEach(
        (name, values) -> values.forEach(value -> Collections.addAll(flat, name, value)));
    return flat;
  }

  @Override
  public String toString() {
    return fields.keySet().toString();
  }
}
