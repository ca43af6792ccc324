package build.stave.bench.machine;

import java.util.List;
import java.util.Map;

/** A command with what it needs in its environment. */
public record Command(List<String> words, Map<String, String> environment) {
  public Command {
    words = List.copyOf(words);
    environment = Map.copyOf(environment);
  }

  public static Command of(String... words) {
    return new Command(List.of(words), Map.of());
  }

  /** The same with one more variable. */
  public Command with(String name, String value) {
    var more = new java.util.HashMap<>(environment);
    more.put(name, value);
    return new Command(words, more);
  }
}
