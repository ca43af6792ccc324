package build.stave.bench.builder;

import build.stave.bench.machine.Command;
import build.stave.bench.machine.Registry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Stave, as its users call it.
 *
 * @param command the {@code stave} script
 * @param options further options of the JVM
 */
public record Stave(Path command, String version, String options) implements Builder {
  @Override
  public String name() {
    return "stave";
  }

  @Override
  public Optional<Server> server(Place place) {
    return Optional.empty();
  }

  @Override
  public List<Command> build(Request request, Place place) {
    var words = new ArrayList<>(List.of(command.toString(), "build", "--progress", "plain"));
    words.addAll(
        List.of(
            "--store",
            place.state().resolve("store").toString(),
            "--insecure-registry",
            Registry.HOST));
    request.cache().ifPresent(cache -> words.addAll(List.of("--cache", cache)));
    words.addAll(List.of("--tag", request.image(), "--push", request.context().toString()));
    // In a pod the JVM reads the limit by itself; here the limit's files are not in its namespaces.
    return List.of(
        new Command(
            words, Map.of("STAVE_JAVA_OPTS", "-XX:MaxRAM=" + place.memory() + " " + options)));
  }
}
