package build.stave.bench.builder;

import build.stave.bench.machine.Command;
import build.stave.bench.machine.Registry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A BuildKit of one's own.
 *
 * @param programs folder of buildkitd, buildctl and runc
 */
public record BuildKit(Path programs, String version) implements Builder {
  @Override
  public String name() {
    return "buildkit";
  }

  @Override
  public Optional<Server> server(Place place) {
    Path state = place.state();
    // Its settings can only be in a file.
    String settings =
        """
        root = "%s"
        [grpc]
          address = ["%s"]
        [worker.oci]
          snapshotter = "overlayfs"
          networkMode = "host"
          defaultCgroupParent = "%s"
        [registry."%s"]
          http = true
        """
            .formatted(state.resolve("data"), place.socket(), place.cgroup(), Registry.HOST);
    String script =
        "printf '%s' \"$1\" >\"$2\" && exec unshare --mount --pid --fork --kill-child --mount-proc buildkitd --config \"$2\"";
    List<String> words =
        List.of(
            "sh", "-c", script, "buildkitd", settings, state.resolve("buildkitd.toml").toString());
    return Optional.of(new Server(command(words), command(client(place, "debug", "workers"))));
  }

  @Override
  public List<Command> build(Request request, Place place) {
    List<String> words =
        client(place, "build", "--progress", "plain", "--frontend", "dockerfile.v0");
    words.addAll(
        List.of(
            "--local",
            "context=" + request.context(),
            "--local",
            "dockerfile=" + request.context()));
    words.addAll(List.of("--output", "type=image,push=true,name=" + request.image()));
    request
        .cache()
        .ifPresent(
            cache -> {
              words.addAll(List.of("--import-cache", "type=registry,ref=" + cache));
              words.addAll(List.of("--export-cache", "type=registry,mode=max,ref=" + cache));
            });
    return List.of(command(words));
  }

  private List<String> client(Place place, String... more) {
    var words =
        new ArrayList<>(List.of(programs.resolve("buildctl").toString(), "--addr", place.socket()));
    words.addAll(List.of(more));
    return words;
  }

  private Command command(List<String> words) {
    return new Command(words, Map.of("PATH", programs + ":" + System.getenv("PATH")));
  }
}
