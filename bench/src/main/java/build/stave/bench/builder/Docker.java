package build.stave.bench.builder;

import build.stave.bench.machine.Command;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Debian's docker with the BuildKit that is part of it.
 *
 * @param programs where its packages are unpacked
 */
public record Docker(Path programs, String version) implements Builder {
  @Override
  public String name() {
    return "docker";
  }

  @Override
  public Optional<Server> server(Place place) {
    Path state = place.state();
    List<String> words =
        new ArrayList<>(
            List.of("unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"));
    words.addAll(
        List.of(
            "dockerd",
            "--data-root",
            state.resolve("data").toString(),
            "--exec-root",
            state.resolve("exec").toString()));
    words.addAll(
        List.of(
            "--pidfile",
            state.resolve("pid").toString(),
            "--host",
            place.socket(),
            "--cgroup-parent",
            place.cgroup()));
    words.addAll(List.of("--iptables=false", "--ip6tables=false", "--bridge=none"));
    return Optional.of(new Server(command(words, place), command(client(place, "version"), place)));
  }

  @Override
  public List<Command> build(Request request, Place place) {
    List<String> build =
        client(
            place, "build", "--progress", "plain", "--network", "host", "--tag", request.image());
    // The cache is inline in the image: this docker has no other.
    request
        .cache()
        .ifPresent(
            cache ->
                build.addAll(
                    List.of(
                        "--build-arg",
                        "BUILDKIT_INLINE_CACHE=1",
                        "--cache-from",
                        cache,
                        "--tag",
                        cache)));
    build.add(request.context().toString());
    var commands =
        new ArrayList<>(
            List.of(command(build, place), command(client(place, "push", request.image()), place)));
    request.cache().ifPresent(cache -> commands.add(command(client(place, "push", cache), place)));
    return commands;
  }

  private List<String> client(Place place, String... more) {
    var words =
        new ArrayList<>(
            List.of(programs.resolve("usr/bin/docker").toString(), "--host", place.socket()));
    words.addAll(List.of(more));
    return words;
  }

  private Command command(List<String> words, Place place) {
    String path =
        programs.resolve("usr/sbin")
            + ":"
            + programs.resolve("usr/bin")
            + ":"
            + System.getenv("PATH");
    return new Command(
        words,
        Map.of(
            "DOCKER_BUILDKIT",
            "1",
            "DOCKER_CONFIG",
            place.state().resolve("config").toString(),
            "PATH",
            path));
  }
}
