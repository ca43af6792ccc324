package build.stave.bench.machine;

import java.util.List;
import java.util.Map;

/** A command with what it needs in its environment. */
public record Command(List<String> words, Map<String, String> environment) {
  public Command {
    words = List.copyOf(words);
    environment = Map.copyOf(environment);
  }
}
